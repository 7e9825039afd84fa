import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { kubeconfigOf } from "../support/kubeconfig";
import { attempt, type CommandResult, docker, run } from "../e2e/support/command";

/** The cluster that scripts/with-cluster has started, or was given. */
export class TestCluster {
  readonly kubeconfig: string;
  private readonly kubectlPath: string;

  constructor() {
    const { TEST_KUBECONFIG, TEST_KUBECTL } = process.env;
    if (!TEST_KUBECONFIG || !TEST_KUBECTL) {
      throw new Error(
        "Run the Kubernetes tests by `make test-kubernetes`, which starts a cluster.",
      );
    }
    this.kubeconfig = TEST_KUBECONFIG;
    this.kubectlPath = TEST_KUBECTL;
  }

  /** What a command needs to reach the cluster, and to run kubectl. */
  get environment(): NodeJS.ProcessEnv {
    return {
      KUBECONFIG: this.kubeconfig,
      // Last: a kubectl of the machine's own is as good.
      PATH: `${process.env.PATH}:${path.dirname(this.kubectlPath)}`,
    };
  }

  /** Whether the cluster has no images but those that are taken into it from the Docker engine. */
  get takesImages(): boolean {
    return Boolean(process.env.TEST_LOAD_IMAGES);
  }

  /** Takes images from the Docker engine into the cluster, unless it pulls them; returns their names there. */
  async load(...images: string[]): Promise<string[]> {
    if (!this.takesImages) return images;
    await docker("image", "inspect", "--format", "{{.Id}}", ...images);
    const [loader = "", ...args] = (process.env.TEST_LOAD_IMAGES ?? "").split(" ");
    await run(loader, [...args, ...images]);
    return images.map((image) =>
      /[.:]/.test(image.split("/")[0] ?? "") ? image : `docker.io/${image}`,
    );
  }

  /** Runs kubectl and returns what it printed, as lines. */
  async kubectl(...args: string[]): Promise<string[]> {
    const { stdout } = await run(this.kubectlPath, args, this.environment);
    return stdout.split("\n").filter((line) => line !== "");
  }

  /** Makes an object, or changes it to what is given. */
  async apply(object: object): Promise<void> {
    const folder = mkdtempSync(path.join(tmpdir(), "apply-"));
    try {
      const file = path.join(folder, "object.json");
      writeFileSync(file, JSON.stringify(object));
      await this.kubectl("apply", "--filename", file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** How a service account reaches the cluster: a token, and the kubeconfig that has it. */
  async accessOf(account: string, namespace: string) {
    const create = ["--namespace", namespace, "create", "token", account, "--duration=2h"];
    const [token = ""] = await this.kubectl(...create);
    const { clusters } = parse(readFileSync(this.kubeconfig, "utf8")) as {
      clusters: { cluster: { server: string } & Record<string, string> }[];
    };
    const cluster = clusters[0]?.cluster;
    return { token, kubeconfig: kubeconfigOf(cluster?.server ?? "", { token }, cluster) };
  }

  /** Runs kubectl; it may fail. */
  attempt(...args: string[]): Promise<CommandResult> {
    return attempt(this.kubectlPath, args, this.environment);
  }
}
