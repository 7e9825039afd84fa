import { basename } from "node:path";
import { services } from "../../../settings/services";
import { runScript } from "../../terminal/run-script";
import { readStackPlace } from "../place";
import { readState } from "../recover/state";
import { find, type Owner, refuseDeployed, removeAfterAsking } from "./remove";

/**
 * Removes the data that the destroyed stack has left, after saying what it is and asking. Data that is in use, or
 * that does not have the stack's label, is never removed.
 *
 * Usage: main.ts; YES=STACK if nobody can be asked
 */
async function removeData(): Promise<void> {
  const state = readState();
  const stack = basename(state.stack);
  const owner: Owner = {
    ...{ stack, label: stack, commands: "", lost: "all its messages" },
    storing: services.flatMap(({ host, storage }) =>
      storage ? [{ host, contents: storage.contents }] : [],
    ),
  };
  refuseDeployed(state, owner);
  await removeAfterAsking(owner, await find(owner, readStackPlace()));
}

runScript(removeData);
