import { stringify } from "yaml";
import type { TopicDeclarations } from "../../kafka/topics/declaration";

/** Numbers of topics that are measured, on one broker. */
export const topicCounts = [10, 100, 1000, 5000] as const;
/** Partitions of each of these topics. */
export const partitions = 3;

/** So many topics, as the program declares them to its provider. */
export function scaleTopics(count: number): TopicDeclarations {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      // Names that no other number of topics has: Kafka deletes topics after it has answered.
      `bench.scale-${count}.topic-${index}`,
      { partitions, replicationFactor: 1, config: { "retention.ms": "604800000" } },
    ]),
  );
}

/**
 * So many topics as the text of a `topicsFile`.
 *
 * @param retention The retention of each in milliseconds.
 */
export function topicsFileText(count: number, retention = "604800000"): string {
  const topics = Object.keys(scaleTopics(count)).map((name) => ({
    name,
    partitions,
    config: { "retention.ms": retention },
  }));
  return stringify(topics);
}
