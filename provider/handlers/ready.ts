import { waitUntilReady } from "../../targets/readiness/wait";
import type { Watched } from "../../targets/readiness/watched";
import { differingInputs, type Handler } from "../handler";

interface ReadyInputs {
  readonly watched: Watched;
  readonly instances: readonly string[];
  readonly createSeconds: number;
  readonly updateSeconds: number;
}

/** Serves `kafka-platform:target:Ready`. */
export const readyHandler: Handler<ReadyInputs, object> = {
  inputs: ["watched", "instances", "createSeconds", "updateSeconds"],
  outputs: [],
  diff: (before, now) => differingInputs(["instances"], before, now),
  apply: async ({ watched, createSeconds, updateSeconds }, before, _tell, signal) => {
    await waitUntilReady(watched, before ? updateSeconds : createSeconds, signal);
    return {};
  },
};
