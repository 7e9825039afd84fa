import { basename } from "node:path";
import { UserError } from "../../../common/user-error";
import { confirm } from "../../terminal/confirm";
import { isEmpty, readState } from "../recover/state";
import { dataOnDocker } from "./docker";
import type { KeptData } from "./kept-data";
import { dataOnKubernetes } from "./kubernetes";
import { runScript } from "../../terminal/run-script";
import { readStackPlace } from "../place";

/**
 * Removes the data that the destroyed stack has left, after saying what it is and asking. Data that is in use, or
 * that does not have the stack's label, is never removed.
 *
 * Usage: main.ts; YES=STACK if nobody can be asked
 */
async function removeData(): Promise<void> {
  const state = readState();
  const stack = basename(state.stack);
  if (!isEmpty(state)) {
    throw new UserError(
      `The stack ${stack} is deployed, or was not destroyed completely: run \`make destroy STACK=${stack}\` first.`,
    );
  }
  const data = await find(stack);
  for (const each of data.left) console.log(`Kept: ${each}`);
  if (data.items.length === 0) {
    console.log(`The stack ${stack} has left no data ${data.where}.`);
    return;
  }
  console.log(`The data of the stack ${stack} ${data.where}, with all its messages:`);
  for (const { name: item, size } of data.items) console.log(`  ${item}, ${size}`);
  const used = data.items.flatMap(({ name: item, users }) =>
    users.map((user) => `${item} by ${user}`),
  );
  if (used.length > 0) {
    throw new UserError(`It is in use: ${used.join(", ")}. Nothing was removed.`);
  }
  await confirm(stack, "make remove-data");
  await data.remove();
  console.log("Removed.");
}

function find(stack: string): Promise<KeptData> {
  const place = readStackPlace();
  return place.target === "docker"
    ? dataOnDocker(stack, place.namePrefix)
    : dataOnKubernetes(place);
}

runScript(removeData);
