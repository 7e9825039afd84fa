import type { Range } from "./range";
import { bytesOf, type Found, type Read, type Rest, type Tally } from "./scan";
import { readWindows, type Walker, type WindowBounds } from "./window";

/** Limit on found messages in memory that cannot be sent yet, for all partitions together. */
const heldBytes = 16 * 1024 * 1024;
const windowBytes = 4 * 1024 * 1024;
const windowRecords = 20_000;
const firstWindow = 256;
/** Partitions to read at the same time: each holds at least one message, however large. */
const walkersAtOnce = 32;

/**
 * Walks through ranges from their ends, newest first across all partitions, and yields what the filter
 * accepts. Within a partition messages are ordered by offset, whatever their times, so that each partition
 * can continue right before what was sent last. It reads the partitions whose unseen messages may be the
 * newest; what it finds waits until no partition can hold anything newer.
 *
 * @returns Where each unfinished partition continues, as the end of its range.
 */
export async function* walkBackward(
  ranges: readonly Range[],
  read: Read,
  accepts: (found: Found) => boolean,
  limit: number,
  tally: Tally,
): AsyncGenerator<Found[], Rest[]> {
  const size = Math.min(Math.ceil(limit / Math.max(1, ranges.length)), firstWindow);
  const walkers = ranges.map(({ partition, start, end }): Walker => ({
    partition,
    start,
    from: end,
    size,
    frontier: Infinity,
    held: [],
  }));
  const bounds: WindowBounds = {
    records: windowRecords,
    bytes: Math.min(windowBytes, heldBytes / Math.min(walkersAtOnce, Math.max(1, ranges.length))),
  };
  let wanted = limit;
  for (;;) {
    const ready = takeReady(walkers, wanted);
    wanted -= ready.length;
    yield ready;
    const hungry = toRead(walkers);
    if (wanted === 0 || tally.isOver || hungry.length === 0) break;
    await readWindows(hungry, read, accepts, tally, bounds);
    letGo(walkers);
  }
  return walkers.flatMap(({ partition, from, start, held, left = from }) => {
    const end = Math.max(left, (held.at(-1)?.record.offset ?? -1) + 1);
    return end > start ? [{ partition, offset: end }] : [];
  });
}

/** Found messages that are at least as new as anything that a partition can still return. */
function takeReady(walkers: readonly Walker[], wanted: number): Found[] {
  const ready: Found[] = [];
  while (ready.length < wanted) {
    const best = newest(walkers);
    const found = best?.held.at(-1);
    const mayBeNewer = ({ held, from, start, frontier }: Walker) =>
      held.length === 0 && from > start && frontier > headTime(best);
    if (!best || !found || walkers.some(mayBeNewer)) break;
    best.held.pop();
    ready.push(found);
  }
  return ready;
}

/** Partitions that hold nothing but may have something newer than everything held, the newest first. */
function toRead(walkers: readonly Walker[]): Walker[] {
  const time = headTime(newest(walkers));
  return walkers
    .filter(
      ({ held, from, start, frontier }) => held.length === 0 && from > start && frontier > time,
    )
    .sort((a, b) => b.frontier - a.frontier || a.partition - b.partition)
    .slice(0, walkersAtOnce);
}

/** Drops what would be sent last if too much is held; it is read again when its turn comes. */
function letGo(walkers: readonly Walker[]): void {
  let bytes = walkers.reduce((sum, { held }) => sum + bytesOf(held), 0);
  const oldestFirst = walkers
    .filter(({ held }) => held.length > 0)
    .sort((a, b) => headTime(a) - headTime(b));
  for (const walker of oldestFirst.slice(0, -1)) {
    if (bytes <= heldBytes) return;
    const head = walker.held.at(-1);
    bytes -= bytesOf(walker.held);
    walker.from = (head?.record.offset ?? walker.from - 1) + 1;
    walker.frontier = headTime(walker);
    walker.size = Math.max(1, Math.floor(walker.held.length / 2));
    walker.held = [];
  }
}

function newest(walkers: readonly Walker[]): Walker | undefined {
  return walkers
    .filter(({ held }) => held.length > 0)
    .reduce<Walker | undefined>(
      (best, each) => (best === undefined || headTime(each) > headTime(best) ? each : best),
      undefined,
    );
}

/** Time of the message that a partition sends next. */
function headTime(walker: Walker | undefined): number {
  return walker?.held.at(-1)?.record.timestamp ?? -Infinity;
}
