import { ConfigResourceTypes } from "kafkajs";
import { type Exchange, exchangeWithCodes } from "./kafkajs-internals";

interface DescribedConfigs {
  readonly resources: readonly {
    readonly errorCode: number;
    readonly errorMessage: string | null;
    readonly resourceName: string;
    readonly configEntries: readonly ConfigEntry[];
  }[];
}

/** A setting as a broker describes it. */
export interface ConfigEntry {
  readonly configName: string;
  readonly configValue: string;
  /** Kafka's number for the source of the value. */
  readonly configSource: number;
  readonly isSensitive: boolean;
  readonly readOnly: boolean;
  readonly configSynonyms: readonly {
    readonly configName: string;
    readonly configValue: string;
    readonly configSource: number;
  }[];
}

/** A request for the settings of a topic, which any broker can answer. */
export function describeConfigs(topic: string): Exchange<DescribedConfigs> {
  return exchangeWithCodes("DescribeConfigs", 1, {
    includeSynonyms: true,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
}
