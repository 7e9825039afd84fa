import { capture } from "../setup/process";
import type { State, StateResource } from "./state";

const containerType = "docker:index/container:Container";
const networkType = "docker:index/network:Network";

/**
 * Removes containers and the network that an update was making when it was killed: they are on the
 * engine under their names and not in the state, so that the next update could not make them. A
 * container is stopped first, with the time that it needs; its named volumes stay.
 */
export async function removeHalfMade({ resources, pending }: State): Promise<void> {
  const known = new Set(resources.map(({ id }) => id));
  const half = pending
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => resource)
    .filter(({ type }) => type === containerType || type === networkType)
    // A network goes after the containers on it.
    .sort((a, b) => a.type.localeCompare(b.type));
  for (const { type, inputs } of half) {
    const kind = type === containerType ? "container" : "network";
    const name = String(inputs?.name);
    const id = await idOf(kind, name);
    if (id === undefined || known.has(id)) continue;
    console.log(`Removing the half-made ${kind} ${name} ...`);
    if (kind === "container") {
      const grace = Number(inputs?.destroyGraceSeconds ?? 10);
      await capture("docker", ["stop", "--time", String(grace), id]);
      await capture("docker", ["rm", "--force", "--volumes", id]);
    } else await capture("docker", ["network", "rm", id]);
  }
}

/** Containers of the stack that run and are found to be unhealthy, or keep being restarted. */
export async function unhealthyContainers({
  resources,
}: State): Promise<(StateResource & { readonly name: string })[]> {
  const containers = resources.filter(({ type }) => type === containerType);
  const states = await Promise.all(containers.map(({ id }) => stateOf(id ?? "")));
  return containers.flatMap((container, index) =>
    isBroken(states[index] ?? "") ? [{ ...container, name: String(container.inputs?.name) }] : [],
  );
}

/** Whether a container does not come to itself. One that just starts, or is gone, is not meant. */
export function isBroken(state: string): boolean {
  return /^(restarting|paused|dead)\b|\bunhealthy$/.test(state);
}

async function idOf(kind: "container" | "network", name: string): Promise<string | undefined> {
  const { code, stdout } = await capture("docker", [kind, "inspect", "--format", "{{.Id}}", name]);
  return code === 0 ? stdout.trim() : undefined;
}

/** Such as `running healthy`; empty where there is no such container. */
async function stateOf(id: string): Promise<string> {
  const format = "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}";
  const { stdout } = await capture("docker", ["container", "inspect", "--format", format, id]);
  return stdout.trim();
}
