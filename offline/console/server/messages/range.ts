import type { ClusterClient, Offsets } from "../kafka/cluster-client";
import type { TopicMetadata } from "../kafka/metadata";
import type { TopicReader } from "../kafka/topic-reader";
import type { MessagesQuery } from "./query";

/** The part of a partition that a request is about: from `start` up to, but without, `end`. */
export interface Range {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
}

/** Ranges, and where each partition's last stable offset is: transactions before it are decided. */
export interface Ranges {
  readonly ranges: readonly Range[];
  readonly stable: ReadonlyMap<number, number>;
}

/**
 * Finds the ranges that a query asks for, in the partitions that there are; they end at the last
 * stable offset where committed messages are asked for. Empty ones are left out unless tailing.
 */
export async function findRanges(
  client: ClusterClient,
  reader: TopicReader,
  topic: TopicMetadata,
  query: MessagesQuery,
): Promise<Ranges> {
  const wanted = topic.partitions.filter(({ id }) => query.partitions?.has(id) ?? true);
  const one = [{ ...topic, partitions: wanted }];
  const [earliest, latest, positions] = await Promise.all([
    client.offsets(one, "earliest"),
    client.offsets(one, "latest"),
    findPositions(client, topic, query),
  ]);
  const stable = await lastStableOffsets(reader, latest.get(topic.name) ?? new Map());
  const ranges = wanted.flatMap(({ id }): Range[] => {
    const first = earliest.get(topic.name)?.get(id);
    const highWatermark = latest.get(topic.name)?.get(id);
    if (first === undefined || highWatermark === undefined) return [];
    const end =
      query.isolation === "committed"
        ? Math.max(first, Math.min(highWatermark, stable.get(id) ?? highWatermark))
        : highWatermark;
    const range = rangeOf(query, id, { first, end }, positions?.get(id));
    return range.start < range.end || query.direction === "TAILING" ? [range] : [];
  });
  return { ranges, stable };
}

/** A fetch at the end brings nothing but what the broker says of each partition. */
async function lastStableOffsets(reader: TopicReader, ends: Offsets): Promise<Offsets> {
  if (ends.size === 0) return ends;
  for (;;) {
    const pages = await reader.fetch(ends, { committed: true, maxWait: 0 });
    // Empty while leaders are elected, which the reader itself bounds.
    if (pages.size === 0) continue;
    return new Map([...pages].map(([id, { lastStableOffset }]) => [id, lastStableOffset]));
  }
}

/** The range within what a partition keeps, `first` to `end`, for a position that may lie outside it. */
export function rangeOf(
  { direction, seek }: Pick<MessagesQuery, "direction" | "seek">,
  partition: number,
  { first, end }: { readonly first: number; readonly end: number },
  position: number | undefined,
): Range {
  const clamp = (offset: number) => Math.min(Math.max(offset, first), end);
  switch (direction) {
    case "TAILING":
      return { partition, start: seek.type === "OFFSET" ? clamp(position ?? end) : end, end };
    case "BACKWARD":
      return { partition, start: first, end: clamp(position ?? end) };
    case "FORWARD":
      return {
        partition,
        start: seek.type === "LATEST" ? end : clamp(position ?? first),
        end,
      };
  }
}

/** Offsets that a query names, or that belong to its times; a time after the last message is the end. */
async function findPositions(
  client: ClusterClient,
  topic: TopicMetadata,
  { seek }: MessagesQuery,
): Promise<ReadonlyMap<number, number> | undefined> {
  if (seek.type === "OFFSET") return seek.to;
  if (seek.type !== "TIMESTAMP") return undefined;
  const times = new Map<number, number[]>();
  for (const [partition, time] of seek.to) times.set(time, [...(times.get(time) ?? []), partition]);
  const found = await Promise.all(
    [...times].map(async ([time, ids]) => {
      const partitions = topic.partitions.filter(({ id }) => ids.includes(id));
      const offsets = await client.offsets([{ ...topic, partitions }], { sinceMilliseconds: time });
      return [...(offsets.get(topic.name) ?? [])].map(([partition, offset]): [number, number] => [
        partition,
        offset < 0 ? Number.MAX_SAFE_INTEGER : offset,
      ]);
    }),
  );
  return new Map(found.flat());
}
