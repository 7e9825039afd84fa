import { anyRuns, waitUntilReady } from "../../targets/readiness/wait";
import type { Watched } from "../../targets/readiness/watched";
import { differingInputs, type Handler } from "../handler";

interface ReadyInputs {
  readonly watched: Watched;
  readonly instances: readonly string[];
  readonly createSeconds: number;
  readonly updateSeconds: number;
  readonly onlyFor?: Watched;
}

/** Serves `kafka-platform:target:Ready`. */
export const readyHandler: Handler<ReadyInputs, object> = {
  inputs: ["watched", "instances", "createSeconds", "updateSeconds", "onlyFor"],
  outputs: [],
  diff: (before, now) => differingInputs(["instances"], before, now),
  apply: async ({ watched, createSeconds, updateSeconds, onlyFor }, before, _tell, signal) => {
    if (onlyFor && !(await anyRuns(onlyFor))) return {};
    await waitUntilReady(watched, before ? updateSeconds : createSeconds, signal);
    return {};
  },
};
