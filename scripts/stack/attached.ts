import { readState, type StateResource } from "./recover/state";
import { capture } from "../setup/process";
import { stackArgument } from "./stack-argument";

/**
 * Containers that run on one of the stack's networks but do not belong to the stack: an engine does not remove a
 * network that is in use, and Pulumi finds that out last, when everything else has been removed.
 *
 * @returns Their names; none if the engine does not answer.
 */
export async function attachedContainers(
  resources: readonly StateResource[] = readState().resources,
): Promise<string[]> {
  const ofType = (type: string) => resources.filter((each) => each.type === type);
  const own = new Set(ofType("docker:index/container:Container").map(({ id }) => id));
  const networks = ofType("docker:index/network:Network").flatMap(({ id }) => id ?? []);
  const format = '{{range $id, $each := .Containers}}{{$id}} {{$each.Name}}{{"\\n"}}{{end}}';
  const found = await Promise.all(
    networks.map((id) => capture("docker", ["network", "inspect", "--format", format, id])),
  );
  return found
    .flatMap(({ code, stdout }) => (code === 0 ? stdout.split("\n") : []))
    .flatMap((line) => {
      const [id = "", name = ""] = line.split(" ");
      return id === "" || own.has(id) ? [] : [name];
    })
    .sort();
}

/** Why a destroy would end halfway, and what to do. */
export function describeAttached(names: readonly string[], stack?: string): string {
  const again = `make destroy${stackArgument(stack)}`;
  return (
    `Nothing was destroyed: containers that are not this stack's are on its network, which could not be removed: ` +
    `${names.join(", ")}. If they are its pipelines, run \`make pipelines-destroy${stackArgument(stack)}\`; stop others, or ` +
    `disconnect them (docker network disconnect NETWORK CONTAINER). Then run \`${again}\` again.`
  );
}
