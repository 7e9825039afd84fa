import { type Exchange, exchangeWithCodes } from "./kafkajs-internals";
import type { TopicMetadata } from "./metadata";

interface ListedOffsets {
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly errorCode: number;
      readonly offset: string;
    }[];
  }[];
}

/** Asks the leader of some partitions, by topic, for their first offset or the offset after the last. */
export function listOffsets(
  wanted: ReadonlyMap<string, readonly number[]>,
  query: "earliest" | "latest",
): Exchange<ListedOffsets> {
  // In the protocol's ListOffsets, -1 is the latest and -2 the earliest offset.
  const timestamp = query === "latest" ? -1 : -2;
  return exchangeWithCodes("ListOffsets", 2, {
    isolationLevel: 0,
    topics: [...wanted].map(([topic, partitions]) => ({
      topic,
      partitions: partitions.map((partition) => ({ partition, timestamp })),
    })),
  });
}

/** Partitions that have a leader, by leader and topic. */
export function byLeader(topics: readonly TopicMetadata[]): Map<number, Map<string, number[]>> {
  const leaders = new Map<number, Map<string, number[]>>();
  for (const { name, partitions } of topics) {
    for (const { id, leader } of partitions) {
      if (leader < 0) continue;
      const ofLeader = leaders.get(leader) ?? new Map<string, number[]>();
      leaders.set(leader, ofLeader);
      const ofTopic = ofLeader.get(name) ?? [];
      ofLeader.set(name, ofTopic);
      ofTopic.push(id);
    }
  }
  return leaders;
}
