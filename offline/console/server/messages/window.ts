import { setTimeout as pause } from "node:timers/promises";
import type { Header } from "../kafka/record-batch";
import { pauseMilliseconds } from "./forward";
import { type Batch, bytesOf, type Found, type Read, type Tally } from "./scan";

/** A partition that is read from its end to its start, one window of offsets at a time. */
export interface Walker {
  readonly partition: number;
  readonly start: number;
  /** Everything from this offset on has been read. */
  from: number;
  /** Number of offsets in the next window. */
  size: number;
  /** Time of the oldest record that was read; unseen records are assumed to be older. */
  frontier: number;
  /** Found messages that are not sent yet, newest last. */
  held: Found[];
  /** The offset where it was given up. */
  left?: number;
}

/** Maximum size of a window; one record always fits. */
export interface WindowBounds {
  readonly records: number;
  readonly bytes: number;
}

const mostGrowth = 8;

interface Window {
  readonly walker: Walker;
  readonly start: number;
  at: number;
  readonly seen: Found[];
  /** Time of the window's first record. */
  oldest?: number | undefined;
  records: number;
  bytes: number;
}

/**
 * Reads each walker's next window, with the same requests for all of them. A window that turns out to hold
 * too much is abandoned, and the next one is smaller; if it held little, the next one is larger.
 */
export async function readWindows(
  walkers: readonly Walker[],
  read: Read,
  accepts: (found: Found) => boolean,
  tally: Tally,
  bounds: WindowBounds,
): Promise<void> {
  let open = walkers.map((walker): Window => {
    const start = Math.max(walker.start, walker.from - walker.size);
    return { walker, start, at: start, seen: [], records: 0, bytes: 0 };
  });
  while (open.length > 0 && !tally.isOver) {
    const positions = new Map(open.map(({ walker, at }) => [walker.partition, at]));
    const parts = await read(positions, 0);
    let hasMoved = false;
    const unfinished: Window[] = [];
    for (const window of open) {
      const part = parts.get(window.walker.partition);
      const before = window.at;
      if (part?.isGivenUp) window.walker.left ??= window.walker.from;
      const fits = !part || (await take(window, part.batches, accepts, tally, bounds));
      window.at = Math.max(window.at, part?.next ?? 0);
      hasMoved ||= window.at > before || !fits;
      if (!fits) shrink(window);
      else if (window.at >= window.walker.from) finish(window, bounds);
      else unfinished.push(window);
      if (tally.isOver) return;
    }
    open = unfinished;
    if (!hasMoved) await pause(pauseMilliseconds);
  }
}

/** Adds the records that belong to a window. Returns false if there are too many. */
async function take(
  window: Window,
  batches: readonly Batch[],
  accepts: (found: Found) => boolean,
  tally: Tally,
  bounds: WindowBounds,
): Promise<boolean> {
  const end = window.walker.from;
  for (const batch of batches) {
    if (batch.baseOffset >= end) break;
    const inside = ({ record: { offset } }: Found) => offset >= window.at && offset < end;
    const found = (await batch.found()).filter(inside);
    tally.count(found);
    window.records += found.length;
    window.bytes += bytesOf(found);
    window.oldest ??= found[0]?.record.timestamp;
    const isTooMuch = window.records > bounds.records || window.bytes > bounds.bytes;
    if (isTooMuch && end - window.start > 1) return false;
    window.seen.push(...found.filter(accepts).map(detached));
    window.at = Math.max(window.at, batch.nextOffset);
  }
  return true;
}

function finish({ walker, start, seen, records, bytes, oldest }: Window, bounds: WindowBounds) {
  const growth = Math.min(
    mostGrowth,
    bounds.records / 2 / Math.max(records, 1),
    bounds.bytes / 2 / Math.max(bytes, 1),
  );
  walker.size = Math.max(1, Math.floor((walker.from - start) * growth));
  walker.from = start;
  walker.held = [...seen, ...walker.held];
  if (oldest !== undefined) walker.frontier = oldest;
}

/** Makes the next window small enough to fit if its messages are like these. */
function shrink({ walker, start }: Window): void {
  walker.size = Math.max(1, Math.floor((walker.from - start) / mostGrowth));
}

/** A separate copy: a held message must not keep everything that was read with it in memory. */
function detached(found: Found): Found {
  const { key, value, headers } = found.record;
  const copy = (bytes: Buffer | null) => bytes && Buffer.from(bytes);
  return {
    ...found,
    record: {
      ...found.record,
      key: copy(key),
      value: copy(value),
      headers: headers.map(([name, each]): Header => [name, copy(each)]),
    },
  };
}
