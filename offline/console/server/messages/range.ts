import type { ClusterClient } from "../kafka/cluster-client";
import type { Offsets } from "../kafka/offsets";
import type { TopicMetadata } from "../kafka/metadata";
import type { TopicReader } from "../kafka/topic-reader";
import type { MessagesQuery } from "./query";

/** The largest offset that a cursor may name: beyond the end of any partition. */
export const beyond = 999_999_999_999_999;

/** The part of a partition that a request is about: from `start` up to but excluding `end`. */
export interface Range {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
}

/** Ranges, and each partition's last stable offset: transactions before it are decided. */
export interface Ranges {
  readonly ranges: readonly Range[];
  readonly stable: ReadonlyMap<number, number>;
  /** Partitions whose offsets are unavailable: they have no leader, or it does not answer. */
  readonly unknown: readonly number[];
}

/**
 * Finds the ranges that a query asks for in the existing partitions. They end at the last stable offset
 * if the query asks for committed messages. Empty ranges are left out unless tailing.
 */
export async function findRanges(
  client: ClusterClient,
  reader: TopicReader,
  topic: TopicMetadata,
  query: MessagesQuery,
): Promise<Ranges> {
  const wanted = topic.partitions.filter(({ id }) => query.partitions?.has(id) ?? true);
  const one = [{ ...topic, partitions: wanted }];
  const [earliest, latest] = await Promise.all([
    client.knownOffsets(one, "earliest"),
    client.knownOffsets(one, "latest"),
  ]);
  const ends = latest.get(topic.name) ?? new Map<number, number>();
  const known = { ...topic, partitions: wanted.filter(({ id }) => ends.has(id)) };
  const [stable, positions] = await Promise.all([
    lastStableOffsets(reader, ends),
    findPositions(client, known, query),
  ]);
  const ranges: Range[] = [];
  const unknown: number[] = [];
  for (const { id } of wanted) {
    const first = earliest.get(topic.name)?.get(id);
    const highWatermark = ends.get(id);
    const decided = stable.get(id);
    if (first === undefined || highWatermark === undefined || decided === undefined) {
      unknown.push(id);
      // A live view starts at the partition's end once it can be read.
      if (query.direction === "TAILING") ranges.push({ partition: id, start: beyond, end: beyond });
      continue;
    }
    const end =
      query.isolation === "committed"
        ? Math.max(first, Math.min(highWatermark, decided))
        : highWatermark;
    const range = rangeOf(query, id, { first, end }, positions?.get(id));
    if (range.start < range.end || query.direction === "TAILING") ranges.push(range);
  }
  return { ranges, stable, unknown };
}

/** A fetch at the end returns only the broker's offsets of each partition, without messages. */
async function lastStableOffsets(reader: TopicReader, ends: Offsets): Promise<Offsets> {
  const found = new Map<number, number>();
  const rest = new Map(ends);
  while (rest.size > 0) {
    const pages = await reader.fetch(rest, { committed: true, maxWait: 0 });
    for (const [id, { lastStableOffset, next }] of pages) {
      rest.delete(id);
      // Infinity: the partition was given up.
      if (next !== Infinity) found.set(id, lastStableOffset);
    }
  }
  return found;
}

/** The range within what a partition keeps, `first` to `end`, for a position that may be outside it. */
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

/** Offsets that a query names, or that match its times; a time after the last message means the end. */
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
