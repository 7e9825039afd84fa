import type { Reach } from "../../targets/reach";
import type { KafkaUiAccess } from "../smoke/kafka-ui";
import type { SmokeResult } from "../smoke/result";
import { runSmokeTest } from "../smoke/run";
import type { TopicDeclarations } from "../topics/declaration";
import type { Handler } from "./handler";

interface SmokeInputs {
  readonly reach: Reach;
  readonly messages: number;
  readonly brokers: number;
  readonly topics: TopicDeclarations;
  readonly kafkaUi?: KafkaUiAccess;
  readonly triggers: readonly string[];
}

/** Serves `kafka-platform:kafka:SmokeRun`. */
export const smokeHandler: Handler<SmokeInputs, { readonly result: SmokeResult }> = {
  inputs: ["reach", "messages", "brokers", "topics", "kafkaUi", "triggers"],
  apply: async (now) => ({
    result: await runSmokeTest({ ...now, topics: Object.keys(now.topics) }),
  }),
};
