import { basename } from "node:path";
import { stored } from "../../pipelines/components/stored";
import { pipelines } from "../setup/project";
import { readState } from "../stack/recover/state";
import { thePipelines } from "../stack/recover/subject";
import { find, type Owner, refuseDeployed, removeAfterAsking } from "../stack/remove-data/remove";
import { runScript } from "../terminal/run-script";
import { readPipelinesPlace } from "./place";

const warning =
  "The data of the pipelines and of the platform belong together: checkpoints, Prefect's runs, and Connect's positions,\n" +
  "which are in the platform's topics. To start afresh, also remove the platform's, with `make destroy` and `make remove-data`.";

/**
 * Removes the data that the destroyed pipelines have left, after saying what it is and asking. Data that is in use, or
 * that is not labelled as theirs, is never removed.
 *
 * Usage: remove-data.ts; YES=STACK if nobody can be asked
 */
async function removeData(): Promise<void> {
  const state = readState(pipelines.folder);
  const stack = basename(state.stack);
  const owner: Owner = {
    ...{ stack, label: `${thePipelines.label}${stack}`, commands: "pipelines-", warning },
    storing: Object.entries(stored).map(([host, contents]) => ({ host, contents })),
    lost: "the tables, PostgreSQL's data and what is queued",
  };
  refuseDeployed(state, owner);
  await removeAfterAsking(owner, await find(owner, readPipelinesPlace()));
}

runScript(removeData);
