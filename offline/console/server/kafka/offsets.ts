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

/** Offsets by partition, as numbers: no topic reaches 2^53 messages. */
export type Offsets = ReadonlyMap<number, number>;

/** Which offset to ask for: the first that is kept, that of the next message, or the first since a time. */
export type OffsetQuery = "earliest" | "latest" | { readonly sinceMilliseconds: number };

/** Sends a ListOffsets request to a leader; undefined if there is no answer. */
type Ask = (
  leader: number,
  exchange: Exchange<ListedOffsets>,
) => Promise<ListedOffsets | undefined>;

/**
 * The offsets of topics, with one request to each leader for all topics. A topic without any has an empty map.
 *
 * @param onError Gets the error code of a partition whose offset its leader does not report.
 */
export async function readOffsets(
  topics: readonly TopicMetadata[],
  query: OffsetQuery,
  ask: Ask,
  onError: (code: number) => void,
): Promise<ReadonlyMap<string, Offsets>> {
  const found = new Map<string, Map<number, number>>(topics.map(({ name }) => [name, new Map()]));
  await Promise.all(
    [...byLeader(topics)].map(async ([leader, wanted]) => {
      const answer = await ask(leader, listOffsets(wanted, query));
      for (const { topic, partitions } of answer?.responses ?? []) {
        for (const { partition, offset, errorCode } of partitions) {
          if (errorCode === 0) found.get(topic)?.set(partition, Number(offset));
          else onError(errorCode);
        }
      }
    }),
  );
  return found;
}

function listOffsets(
  wanted: ReadonlyMap<string, readonly number[]>,
  query: OffsetQuery,
): Exchange<ListedOffsets> {
  // In the protocol's ListOffsets, -1 is the latest and -2 the earliest offset.
  const timestamp = query === "latest" ? -1 : query === "earliest" ? -2 : query.sinceMilliseconds;
  return exchangeWithCodes("ListOffsets", 2, {
    isolationLevel: 0,
    topics: [...wanted].map(([topic, partitions]) => ({
      topic,
      partitions: partitions.map((partition) => ({ partition, timestamp })),
    })),
  });
}

/** Partitions that have a leader, by leader and topic. */
function byLeader(topics: readonly TopicMetadata[]): Map<number, Map<string, number[]>> {
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
