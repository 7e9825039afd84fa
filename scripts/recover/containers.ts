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
  const begun = pending
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => resource)
    .filter(({ type }) => type === containerType || type === networkType)
    // A network goes after the containers on it.
    .sort((a, b) => a.type.localeCompare(b.type));
  // A refresh may have forgotten that it was begun; the one that it was to replace has the same name.
  const declared = resources.filter(({ type }) => type === containerType);
  for (const { type, inputs } of [...declared, ...begun]) {
    const kind = type === containerType ? "container" : "network";
    const name = String(inputs?.name);
    const id = await idOf(kind, name);
    if (id === undefined || known.has(id)) continue;
    if (kind === "container" && !(await isOnNetwork(id, networkOf(inputs)))) continue;
    console.log(`Removing the half-made ${kind} ${name} ...`);
    if (kind === "container") {
      const grace = Number(inputs?.destroyGraceSeconds ?? 10);
      await capture("docker", ["stop", "--time", String(grace), id]);
      await capture("docker", ["rm", "--force", "--volumes", id]);
    } else await capture("docker", ["network", "rm", id]);
  }
}

function networkOf(inputs: StateResource["inputs"]): string {
  const networks = (inputs?.networksAdvanced ?? []) as readonly { readonly name?: string }[];
  return networks[0]?.name ?? "";
}

/** Whether a container is one of the stack's, and not somebody else's of the same name. One that was not started is on no network yet. */
async function isOnNetwork(id: string, network: string): Promise<boolean> {
  const format =
    "{{.State.Status}}{{range $name, $_ := .NetworkSettings.Networks}} {{$name}}{{end}}";
  const { stdout } = await capture("docker", ["container", "inspect", "--format", format, id]);
  const [status, ...networks] = stdout.trim().split(" ");
  return status === "created" || networks.includes(network);
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
