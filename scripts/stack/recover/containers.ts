import { stackLabel } from "../../../targets/docker/own-label";
import { capture } from "../../setup/process";
import type { State, StateResource } from "./state";

const containerType = "docker:index/container:Container";
const networkType = "docker:index/network:Network";

/**
 * Removes containers and the network that an update was creating when it was killed: they are on the
 * engine under their names but not in the state, so the next update could not create them. Only what
 * has this stack's label is removed. A container is stopped first, with the time that it needs; its
 * named volumes stay.
 *
 * @param label What is before the stack's name in its label.
 */
export async function removeHalfMade(
  { stack, resources, pending }: State,
  label: string,
): Promise<void> {
  const known = new Set(resources.map(({ id }) => id));
  const begun = pending
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => resource)
    .filter(({ type }) => type === containerType || type === networkType)
    // A network is removed after the containers on it.
    .sort((a, b) => a.type.localeCompare(b.type));
  // A refresh may have forgotten a container that was begun; the one it was to replace has the same name.
  const declared = resources.filter(({ type }) => type === containerType);
  for (const { type, inputs } of [...declared, ...begun]) {
    const kind = type === containerType ? "container" : "network";
    const name = String(inputs?.name);
    const found = await find(kind, name);
    if (found === undefined || known.has(found.id)) continue;
    if (found.stack !== `${label}${stack}`) {
      console.log(`The ${kind} ${name} is not labelled as this stack's, and is kept.`);
      continue;
    }
    const { id } = found;
    console.log(`Removing the incomplete ${kind} ${name} ...`);
    if (kind === "container") {
      const grace = Number(inputs?.destroyGraceSeconds ?? 10);
      await capture("docker", ["stop", "-t", String(grace), id]);
      await capture("docker", ["rm", "--force", "--volumes", id]);
    } else await capture("docker", ["network", "rm", id]);
  }
}

/** Containers of the stack that are unhealthy or keep restarting. */
export async function unhealthyContainers({
  resources,
}: State): Promise<(StateResource & { readonly name: string })[]> {
  return (await containerStates(resources)).flatMap(({ container, name, state }) =>
    isBroken(state) ? [{ ...container, name }] : [],
  );
}

/** Containers of the stack that do not run or are unhealthy, each with its state. */
export async function downContainers({ resources }: State): Promise<string[]> {
  return (await containerStates(resources)).flatMap(({ name, state }) => {
    // What a container that does not run was last found to be says nothing.
    const shown = state.startsWith("running") ? state : state.replace(/ .*/, "");
    return isDown(state) ? [`${name} is ${shown === "" ? "not there" : shown}`] : [];
  });
}

/** The state of each container among resources, as {@link stateOf} reads it. */
function containerStates(resources: State["resources"]) {
  return Promise.all(
    resources
      .filter(({ type }) => type === containerType)
      .map(async (container) => ({
        container,
        name: String(container.inputs?.name),
        state: await stateOf(container.id ?? ""),
      })),
  );
}

/** Whether a container does not work now. False for one that is starting. */
export function isDown(state: string): boolean {
  return !/^running\b/.test(state) || /\bunhealthy$/.test(state);
}

/** Whether a container will not recover by itself. False for one that is starting or no longer exists. */
export function isBroken(state: string): boolean {
  return /^(restarting|paused|dead)\b|\bunhealthy$/.test(state);
}

/** The object with a name on the engine, and the stack in its label; undefined if nothing has the name. */
async function find(kind: "container" | "network", name: string) {
  const labels = kind === "container" ? ".Config.Labels" : ".Labels";
  const format = `{{.Id}} {{with ${labels}}}{{index . "${stackLabel}"}}{{end}}`;
  const { code, stdout } = await capture("docker", [kind, "inspect", "--format", format, name]);
  if (code !== 0) return undefined;
  const [id = "", stack = ""] = stdout.trim().split(" ");
  return { id, stack };
}

/** A container's state, such as `running healthy`; empty if there is no such container. */
async function stateOf(id: string): Promise<string> {
  const format = "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}";
  const { stdout } = await capture("docker", ["container", "inspect", "--format", format, id]);
  return stdout.trim();
}
