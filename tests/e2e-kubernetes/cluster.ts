import { docker, run } from "../e2e/support/command";

/** The single-node Kubernetes of offline/kubernetes, with this machine's images of the platform. */
export class TestCluster {
  private constructor(
    /** What a command needs to reach it. */
    readonly environment: { readonly KUBECONFIG: string },
    private readonly kubectlPath: string,
  ) {}

  /** Starts it; the first time, it is built first. */
  static async start(images: readonly string[]): Promise<TestCluster> {
    const { stdout } = await run("offline/kubernetes/up", []);
    const programs = await run("offline/kubernetes/build", []);
    await run("offline/kubernetes/load", images);
    const environment = { KUBECONFIG: stdout.trim() };
    return new TestCluster(environment, `${programs.stdout.trim()}/kubectl/kubectl`);
  }

  async stop(): Promise<void> {
    await run("offline/kubernetes/down", []);
  }

  /** Runs kubectl and returns what it printed, as lines. */
  async kubectl(...args: string[]): Promise<string[]> {
    const { stdout } = await run(this.kubectlPath, args, this.environment);
    return stdout.split("\n").filter((line) => line !== "");
  }
}

/** An image of the engine as the cluster's container runtime names it. */
export async function clusterName(image: string): Promise<string> {
  const [host = ""] = image.split("/");
  await docker("image", "inspect", "--format", "{{.Id}}", image);
  return /[.:]/.test(host) ? image : `docker.io/${image}`;
}
