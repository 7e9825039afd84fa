import { execFile } from "node:child_process";
import { constants } from "node:os";
import { promisify } from "node:util";
import Docker from "dockerode";
import { until } from "../../support/until";
import type { Matcher } from "./matcher";
import type { Json, Step } from "./recording";

const run = promisify(execFile);
const engine = new Docker();

/** What a case does to Docker by itself, and what it finds there. */
export class DockerSide {
  private readonly anonymousVolumes = new Set<string>();
  private readonly builtImages = new Set<string>();

  /** @param prefix What all names of the case begin with, followed by a hyphen. */
  constructor(
    private readonly prefix: string,
    private readonly matcher: Matcher,
  ) {}

  /** Carries out a recorded step; resolves to what differs from the recording. */
  async step(step: Step, index: number): Promise<string[]> {
    const path = `steps[${index}] ${step.do}`;
    if (step.do === "observe docker") {
      const found = typeof step.found === "number" ? this.countVolumes() : this.observe();
      return this.matcher.differences(step.found, await found, path);
    }
    if (step.do === "docker inspect") {
      const field = step.field ?? "";
      const output = await docker("inspect", "-f", `{{json ${field}}}`, step.name ?? "");
      return this.matcher.differences(step.value, JSON.parse(output) as Json, `${path} ${field}`);
    }
    const args = (step.args ?? []).map((argument) => this.matcher.filledIn(argument));
    if (args[0] === "stop" || args[0] === "restart") await untilItTraps(args.at(-1) ?? "");
    const output = args[0] === "build" ? await build(args, index) : await docker(...args);
    if (args[0] === "build") this.builtImages.add(output.trim());
    if (/^[0-9a-f]{64}$/.test(output.trim())) {
      this.matcher.offer(args[0] === "network" ? "network-id" : "container-id", output.trim());
    }
    const lines = output.split("\n").map((line) => line.trimEnd());
    return step.output
      ? this.matcher.differences(
          [...step.output],
          lines.filter(Boolean),
          `${path} ${args.join(" ")}`,
        )
      : [];
  }

  /** Remembers the anonymous volumes of the containers that are there now. */
  async noteVolumes(): Promise<void> {
    for (const { Mounts: mounts } of await this.containers()) {
      for (const { Name: name } of mounts) {
        if (name && /^[0-9a-f]{64}$/.test(name)) this.anonymousVolumes.add(name);
      }
    }
  }

  /** Removes all that the case has left behind. */
  async cleanUp(): Promise<void> {
    await this.noteVolumes();
    const containers = await this.containers();
    await Promise.allSettled(
      containers.map((container) =>
        engine.getContainer(container.Id).remove({ force: true, v: true }),
      ),
    );
    const networks = await engine.listNetworks(this.named);
    const { Volumes: volumes } = await engine.listVolumes(this.named);
    const images = await engine.listImages({ filters: { reference: [`${this.prefix}-*/*`] } });
    const tags = images.flatMap((image) => image.RepoTags ?? []);
    await Promise.allSettled([
      ...networks.map((network) => engine.getNetwork(network.Id).remove()),
      ...volumes.map((volume) => engine.getVolume(volume.Name).remove()),
      ...[...this.anonymousVolumes].map((name) => engine.getVolume(name).remove()),
      ...tags.map((tag) => engine.getImage(tag).remove({ force: true })),
    ]);
    // Those that lost their tag to another.
    await Promise.allSettled([...this.builtImages].map((id) => engine.getImage(id).remove()));
  }

  private get named() {
    return { filters: { name: [`^/?${this.prefix}-`] } };
  }

  private containers(): Promise<Docker.ContainerInfo[]> {
    return engine.listContainers({ all: true, ...this.named });
  }

  private async observe(): Promise<Json> {
    const containers = (await this.containers()).map((container) => ({
      name: container.Names[0]?.slice(1) ?? "",
      state: container.State,
      id: container.Id,
    }));
    const networks = await engine.listNetworks(this.named);
    const { Volumes: volumes } = await engine.listVolumes(this.named);
    return {
      containers: containers.sort((a, b) => (a.name < b.name ? -1 : 1)),
      networks: networks.map((network) => network.Name).sort(),
      volumes: volumes.map((volume) => volume.Name).sort(),
    };
  }

  private async countVolumes(): Promise<number> {
    const { Volumes: volumes } = await engine.listVolumes();
    return volumes.filter((volume) => this.anonymousVolumes.has(volume.Name)).length;
  }
}

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run("docker", args);
  return stdout;
}

/**
 * Waits until the shell of a container has carried out its `trap`, as it had when the cases were recorded: as process 1
 * it would ignore a signal that comes before, and be killed ten seconds later.
 */
async function untilItTraps(container: string): Promise<void> {
  const { Config: config } = await engine.getContainer(container).inspect();
  if (!config.Cmd.some((argument) => argument.startsWith("trap "))) return;
  const catchesTerm = async () => {
    const status = await docker("exec", container, "cat", "/proc/1/status");
    const [, caught = "0"] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status) ?? [];
    return ((BigInt(`0x${caught}`) >> BigInt(constants.signals.SIGTERM - 1)) & 1n) === 1n;
  };
  await until(catchesTerm, { what: `the trap of container ${container}`, everyMilliseconds: 20 });
}

async function build(args: string[], index: number): Promise<string> {
  const started = run("docker", args, { env: { ...process.env, DOCKER_BUILDKIT: "0" } });
  // The label makes another image of each build.
  started.child.stdin?.end(`FROM kafka-lab/kafka:7.5.0\nLABEL build="${args[3] ?? ""} ${index}"\n`);
  return (await started).stdout;
}
