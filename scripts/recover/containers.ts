import { stackLabel } from "../../targets/docker/own-label";
import { capture } from "../setup/process";
import type { State, StateResource } from "./state";

const containerType = "docker:index/container:Container";
const networkType = "docker:index/network:Network";

/**
 * Removes containers and the network that an update was making when it was killed: they are on the
 * engine under their names and not in the state, so that the next update could not make them. Only what
 * is labelled as this stack's is removed. A container is stopped first, with the time that it needs; its
 * named volumes stay.
 */
export async function removeHalfMade({ stack, resources, pending }: State): Promise<void> {
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
    const found = await find(kind, name);
    if (found === undefined || known.has(found.id)) continue;
    if (found.stack !== stack) {
      console.log(`The ${kind} ${name} is not labelled as this stack's, and stays.`);
      continue;
    }
    const { id } = found;
    console.log(`Removing the half-made ${kind} ${name} ...`);
    if (kind === "container") {
      const grace = Number(inputs?.destroyGraceSeconds ?? 10);
      await capture("docker", ["stop", "-t", String(grace), id]);
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

/** What has a name on the engine, and the stack that it is labelled with; undefined where nothing has the name. */
async function find(kind: "container" | "network", name: string) {
  const labels = kind === "container" ? ".Config.Labels" : ".Labels";
  const format = `{{.Id}} {{with ${labels}}}{{index . "${stackLabel}"}}{{end}}`;
  const { code, stdout } = await capture("docker", [kind, "inspect", "--format", format, name]);
  if (code !== 0) return undefined;
  const [id = "", stack = ""] = stdout.trim().split(" ");
  return { id, stack };
}

/** Such as `running healthy`; empty where there is no such container. */
async function stateOf(id: string): Promise<string> {
  const format = "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}";
  const { stdout } = await capture("docker", ["container", "inspect", "--format", format, id]);
  return stdout.trim();
}
