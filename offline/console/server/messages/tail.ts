import { setTimeout as pause } from "node:timers/promises";
import type { Range } from "./range";
import { type Found, type Read, type Tally, userRecords } from "./scan";

const pauseMilliseconds = 200;

/** Waits for new records at the ends of ranges and yields those that the filter accepts, until the tally is over. */
export async function* tail(
  ranges: readonly Range[],
  read: Read,
  accepts: (found: Found) => boolean,
  tally: Tally,
): AsyncGenerator<Found[], void> {
  const next = new Map(ranges.map(({ partition, start }) => [partition, start]));
  while (!tally.isOver) {
    const batches = await Promise.all(
      [...next].map(async ([partition, offset]) => ({
        partition,
        records: await read(partition, offset),
      })),
    );
    const found = batches.flatMap(({ partition, records }) => {
      const last = records.at(-1);
      if (last) next.set(partition, Number(last.offset) + 1);
      tally.count(records);
      return userRecords(records).map((record) => ({ partition, record }));
    });
    yield found
      .filter(accepts)
      .sort((a, b) => Number(a.record.timestamp) - Number(b.record.timestamp));
    if (found.length === 0) await pause(pauseMilliseconds);
  }
}
