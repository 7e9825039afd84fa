import type { Range } from "./range";
import { type Found, type Read, type Rest, type Tally, userRecords } from "./scan";

/**
 * Walks through ranges from their starts, partition by partition in turn, and yields what the filter
 * accepts, until `limit` records are found, the ranges end or the tally is over.
 *
 * @returns Where each unfinished partition goes on.
 */
export async function* walkForward(
  ranges: readonly Range[],
  read: Read,
  accepts: (found: Found) => boolean,
  limit: number,
  tally: Tally,
): AsyncGenerator<Found[], Rest[]> {
  const next = new Map(ranges.map(({ partition, start }) => [partition, start]));
  let wanted = limit;
  while (next.size > 0 && wanted > 0 && !tally.isOver) {
    for (const { partition, end } of ranges) {
      const offset = next.get(partition);
      if (offset === undefined) continue;
      const records = (await read(partition, offset)).filter((each) => Number(each.offset) < end);
      tally.count(records);
      const last = records.at(-1);
      const found = userRecords(records)
        .map((record) => ({ partition, record }))
        .filter(accepts)
        .slice(0, wanted);
      wanted -= found.length;
      // With the limit reached, the rest begins right behind what was sent.
      const sent = wanted === 0 ? found.at(-1)?.record : last;
      const after = sent ? Number(sent.offset) + 1 : end;
      if (after >= end) next.delete(partition);
      else next.set(partition, after);
      yield found;
      if (wanted === 0 || tally.isOver) break;
    }
  }
  return [...next].map(([partition, offset]) => ({ partition, offset }));
}
