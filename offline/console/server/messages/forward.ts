import { setTimeout as pause } from "node:timers/promises";
import type { Range } from "./range";
import type { Found, Read, Rest, Tally } from "./scan";

export const pauseMilliseconds = 50;

/**
 * Walks through ranges from their starts, all partitions at once, and yields what the filter accepts,
 * until `limit` records are found, the ranges end or the tally is over.
 *
 * @returns Where each unfinished partition continues.
 */
export async function* walkForward(
  ranges: readonly Range[],
  read: Read,
  accepts: (found: Found) => boolean,
  limit: number,
  tally: Tally,
): AsyncGenerator<Found[], Rest[]> {
  const next = new Map(ranges.map(({ partition, start }) => [partition, start]));
  const ends = new Map(ranges.map(({ partition, end }) => [partition, end]));
  const moveTo = (partition: number, offset: number) => {
    if (offset >= (ends.get(partition) ?? 0)) next.delete(partition);
    else next.set(partition, offset);
  };
  const left: Rest[] = [];
  let wanted = limit;
  while (next.size > 0 && wanted > 0 && !tally.isOver) {
    let hasMoved = false;
    for (const [partition, { batches, next: after, isGivenUp }] of await read(next, 0)) {
      if (isGivenUp) left.push({ partition, offset: next.get(partition) ?? 0 });
      const end = ends.get(partition) ?? 0;
      hasMoved ||= after > (next.get(partition) ?? 0);
      for (const batch of batches) {
        if (wanted === 0 || tally.isOver) break;
        if (batch.baseOffset >= end) continue;
        const all = (await batch.found()).filter(({ record }) => record.offset < end);
        tally.count(all);
        const found = all.filter(accepts).slice(0, wanted);
        wanted -= found.length;
        const last = found.at(-1)?.record.offset;
        // Once the limit is reached, the rest begins right after what was sent.
        moveTo(partition, wanted === 0 && last !== undefined ? last + 1 : batch.nextOffset);
        yield found;
      }
      if (wanted === 0 || tally.isOver) break;
      if (next.has(partition)) moveTo(partition, after);
    }
    if (!hasMoved && wanted > 0 && !tally.isOver) await pause(pauseMilliseconds);
    // Progress is reported even if nothing matched.
    yield [];
  }
  return [...left, ...[...next].map(([partition, offset]) => ({ partition, offset }))];
}
