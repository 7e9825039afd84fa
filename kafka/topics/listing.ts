import { stringify } from "yaml";
import { keepAllWritten } from "../../common/written";
import type { ActualTopics } from "./plan";
import { topicSettingProblem } from "./settings";

/** A list of topics, as `topicsFile` takes it. */
export interface TopicListing {
  /** YAML, in the order of the names. */
  readonly text: string;
  /**
   * Settings that are not Kafka 3.5's, as `topic: setting`. They stay on the topic, because settings that are not
   * declared are not reset.
   */
  readonly leftOut: readonly string[];
}

/** Writes topics as they are, in the form of declarations. */
export function listTopics(topics: ActualTopics): TopicListing {
  const leftOut: string[] = [];
  const list = Object.keys(topics)
    .sort()
    .flatMap((name) => {
      const topic = topics[name];
      if (!topic) return [];
      const { partitions, replicationFactor, config } = topic;
      const known = Object.entries(config).filter(([setting, value]) => {
        const isKnown = topicSettingProblem(setting, value) === undefined;
        if (!isKnown) leftOut.push(`${name}: ${setting}`);
        return isKnown;
      });
      const settings = Object.fromEntries(known.sort().map(([key, value]) => [key, plain(value)]));
      return [
        { name, partitions, replicationFactor, ...(known.length > 0 && { config: settings }) },
      ];
    });
  // Quotes every text that some YAML reader takes for a number, such as the topic name -0o0.
  return { text: stringify(list, keepAllWritten), leftOut };
}

/** A number as a number, if no digit is lost. */
function plain(value: string): string | bigint {
  return /^-?\d+$/.test(value) && String(BigInt(value)) === value ? BigInt(value) : value;
}
