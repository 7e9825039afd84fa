import { unlessFailing } from "../../targets/readiness/wait";
import type { Watched } from "../../targets/readiness/watched";
import type { Connection } from "../../targets/connection";
import { waitForTurn } from "../../kafka/in-sync";
import { differingInputs, type Handler } from "../handler";

interface InSyncInputs {
  readonly connection: Connection;
  readonly broker: number;
  readonly trigger: string;
  readonly startTimeoutSeconds: number;
  readonly replicaSyncTimeoutSeconds: number;
  readonly watched?: readonly Watched[];
}

/** Serves `kafka-platform:kafka:InSync`. */
export const inSyncHandler: Handler<InSyncInputs, object> = {
  inputs: [
    "connection",
    "broker",
    "trigger",
    "startTimeoutSeconds",
    "replicaSyncTimeoutSeconds",
    "watched",
  ],
  outputs: [],
  diff: (before, now) => differingInputs(["broker", "trigger"], before, now),
  apply: async (now, before, report, signal) => {
    const turn = { ...now, connectionBefore: before?.connection };
    await unlessFailing(now.watched ?? [], signal, (either) =>
      waitForTurn(turn, (message) => report.info(message), either),
    );
    return {};
  },
};
