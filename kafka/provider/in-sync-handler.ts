import type { Reach } from "../../targets/reach";
import { waitForTurn } from "../in-sync";
import { differingInputs, type Handler } from "./handler";

interface InSyncInputs {
  readonly reach: Reach;
  readonly broker: number;
  readonly trigger: string;
  readonly startTimeoutSeconds: number;
  readonly replicaSyncTimeoutSeconds: number;
}

/** Serves `kafka-platform:kafka:InSync`. */
export const inSyncHandler: Handler<InSyncInputs, object> = {
  inputs: ["reach", "broker", "trigger", "startTimeoutSeconds", "replicaSyncTimeoutSeconds"],
  outputs: [],
  diff: (before, now) => differingInputs(["broker", "trigger"], before, now),
  apply: async (now, before, tell, signal) => {
    const turn = { ...now, reachBefore: before?.reach };
    await waitForTurn(turn, (message) => tell.info(message), signal);
    return {};
  },
};
