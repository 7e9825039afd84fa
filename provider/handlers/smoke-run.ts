import type { Connection } from "../../targets/connection";
import { interruptionOf, unlessAborted } from "../../common/interruption";
import type { KafkaUiAccess } from "../../kafka/smoke/kafka-ui";
import type { SmokeResult } from "../../kafka/smoke/result";
import { runSmokeTest } from "../../kafka/smoke/run";
import type { Handler } from "../handler";

interface SmokeInputs {
  readonly connection: Connection;
  readonly messages: number;
  readonly brokers: number;
  readonly topics: readonly string[];
  readonly kafkaUi?: KafkaUiAccess;
  readonly triggers: readonly string[];
}

/** Serves `kafka-platform:kafka:SmokeRun`. */
export const smokeHandler: Handler<SmokeInputs, { readonly result: SmokeResult }> = {
  inputs: ["connection", "messages", "brokers", "topics", "kafkaUi", "triggers"],
  outputs: ["result"],
  apply: async (now, _before, _tell, signal) => {
    const test = runSmokeTest(now);
    const result = await unlessAborted(test, signal).catch((error: unknown) => {
      if (error !== signal.reason) throw error;
      throw new Error(
        `The smoke test was ${interruptionOf(signal)}. The platform is unchanged; \`pulumi up\` runs the test again.`,
      );
    });
    return { result };
  },
};
