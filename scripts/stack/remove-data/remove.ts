import { UserError } from "../../../common/user-error";
import { confirm } from "../../terminal/confirm";
import type { StackPlace } from "../place";
import { isEmpty, type State } from "../recover/state";
import { dataOnDocker } from "./docker";
import type { KeptData, Storing } from "./kept-data";
import { dataOnKubernetes } from "./kubernetes";

/** Whose data is removed. */
export interface Owner {
  /** Name of the stack, without an organization. */
  readonly stack: string;
  /** What the stack's volumes are labelled with on Docker. */
  readonly label: string;
  /** What precedes the names of its make commands: `pipelines-`, or nothing. */
  readonly commands: string;
  readonly storing: readonly Storing[];
  /** What is lost with it, to follow "with". */
  readonly lost: string;
  /** What else must be known before it is removed. Default: nothing. */
  readonly warning?: string;
}

/** @throws UserError if something of the stack is deployed. */
export function refuseDeployed(state: State, { stack, commands }: Owner): void {
  if (isEmpty(state)) return;
  throw new UserError(
    `The stack ${stack} is deployed, or was not destroyed completely: run \`make ${commands}destroy STACK=${stack}\` first.`,
  );
}

/** What a stack has left where it is configured to be. */
export function find({ label, storing }: Owner, place: StackPlace): Promise<KeptData> {
  return place.target === "docker"
    ? dataOnDocker(label, place, storing)
    : dataOnKubernetes(place, storing);
}

/**
 * Removes the data that a destroyed stack has left, after saying what it is and asking.
 *
 * @throws UserError if it is in use, or nobody confirms.
 */
export async function removeAfterAsking(owner: Owner, data: KeptData): Promise<void> {
  const { stack, commands, lost, warning } = owner;
  for (const each of data.left) console.log(`Kept: ${each}`);
  if (data.items.length === 0) {
    console.log(`The stack ${stack} has left no data ${data.where}.`);
    return;
  }
  console.log(`The data of the stack ${stack} ${data.where}, with ${lost}:`);
  for (const { name: item, size } of data.items) console.log(`  ${item}, ${size}`);
  const used = data.items.flatMap(({ name: item, users }) =>
    users.map((user) => `${item} by ${user}`),
  );
  if (used.length > 0) {
    throw new UserError(`It is in use: ${used.join(", ")}. Nothing was removed.`);
  }
  if (warning !== undefined) console.log(warning);
  await confirm(stack, `make ${commands}remove-data`);
  await data.remove();
  console.log("Removed.");
}
