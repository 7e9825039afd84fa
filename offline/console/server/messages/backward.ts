import type { RawRecord } from "../kafka/kafkajs-internals";
import type { Range } from "./range";
import { type Found, type Read, type Rest, type Tally, userRecords } from "./scan";

// A window is held in memory as a whole.
const largestWindow = 10_000;
const windowBytes = 4 * 1024 * 1024;

interface Walker {
  readonly partition: number;
  readonly start: number;
  /** Everything from here on was looked at. */
  from: number;
  window: number;
  /** Time of the oldest record that was looked at: what is not yet seen is older. */
  frontier: number;
}

/**
 * Walks through ranges from their ends, newest first across all partitions, and yields what the
 * filter accepts. It always reads on in the partition whose unseen records may be the newest; what it
 * finds waits until no partition can hold anything newer.
 *
 * @returns Where each unfinished partition goes on, as the end of its range.
 */
export async function* walkBackward(
  ranges: readonly Range[],
  read: Read,
  accepts: (found: Found) => boolean,
  limit: number,
  tally: Tally,
): AsyncGenerator<Found[], Rest[]> {
  const walkers = ranges.map(({ partition, start, end }): Walker => ({
    partition,
    start,
    from: end,
    window: Math.ceil(limit / ranges.length),
    frontier: Infinity,
  }));
  let pending: Found[] = [];
  let wanted = limit;
  while (wanted > 0) {
    const walker = newest(walkers);
    const limitTime = walker?.frontier ?? -Infinity;
    pending.sort(newestFirst);
    const ready = pending.filter(({ record }) => time(record) >= limitTime).slice(0, wanted);
    pending = pending.slice(ready.length);
    wanted -= ready.length;
    yield ready;
    if (!walker || wanted === 0 || tally.isOver) break;
    pending.push(...(await readBack(walker, read, tally)).filter(accepts));
  }
  return restOf(walkers, pending);
}

/** Reads the window before what was seen, from its start to its end. */
async function readBack(walker: Walker, read: Read, tally: Tally): Promise<Found[]> {
  const { partition, from: end } = walker;
  const start = Math.max(walker.start, end - walker.window);
  const seen: RawRecord[] = [];
  for (let offset = start; offset < end;) {
    const records = (await read(partition, offset)).filter((each) => Number(each.offset) < end);
    tally.count(records);
    const last = records.at(-1);
    if (!last) break;
    seen.push(...userRecords(records));
    offset = Number(last.offset) + 1;
  }
  walker.from = start;
  walker.window = nextWindow(walker.window, seen);
  const oldest = seen[0];
  if (oldest) walker.frontier = time(oldest);
  return seen.map((record) => ({ partition, record }));
}

/** Twice as many, as long as messages like these fit. */
function nextWindow(window: number, seen: readonly RawRecord[]): number {
  const bytes = seen.reduce(
    (sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0),
    0,
  );
  const fitting = seen.length === 0 ? largestWindow : (windowBytes * seen.length) / (bytes + 1);
  return Math.max(1, Math.floor(Math.min(window * 2, fitting, largestWindow)));
}

function newest(walkers: readonly Walker[]): Walker | undefined {
  return walkers
    .filter(({ from, start }) => from > start)
    .reduce<Walker | undefined>(
      (best, each) => (best === undefined || each.frontier > best.frontier ? each : best),
      undefined,
    );
}

/** What was found and not sent is looked at again by the next request. */
function restOf(walkers: readonly Walker[], pending: readonly Found[]): Rest[] {
  return walkers.flatMap(({ partition, from, start }) => {
    const unsent = pending.filter((found) => found.partition === partition);
    const end = Math.max(from, ...unsent.map(({ record }) => Number(record.offset) + 1));
    return end > start ? [{ partition, offset: end }] : [];
  });
}

function newestFirst(a: Found, b: Found): number {
  return (
    time(b.record) - time(a.record) ||
    (a.partition === b.partition
      ? Number(b.record.offset) - Number(a.record.offset)
      : a.partition - b.partition)
  );
}

function time({ timestamp }: RawRecord): number {
  return Number(timestamp);
}
