import { setTimeout as pause } from "node:timers/promises";
import { pauseMilliseconds } from "./forward";
import type { Range } from "./range";
import type { Batch, Found, Read, Tally } from "./scan";

/** How long a broker waits for a first message before it answers that there is none. */
const longPollMilliseconds = 1000;

/**
 * Waits for new records at the ends of ranges and yields those that the filter accepts, until the
 * tally is over.
 *
 * @param groups Ranges by broker: each group waits on its own, with one request for all its partitions.
 */
export async function* tail(
  groups: readonly (readonly Range[])[],
  read: Read,
  accepts: (found: Found) => boolean,
  tally: Tally,
): AsyncGenerator<Found[], void> {
  const places = groups.map((group) => new Map(group.map((each) => [each.partition, each.start])));
  const polls = new Map<number, ReturnType<typeof poll>>();
  const poll = async (index: number) => {
    const positions = places[index] ?? new Map<number, number>();
    return { index, positions, parts: await read(positions, longPollMilliseconds) };
  };
  while (!tally.isOver) {
    for (const index of places.keys()) {
      if (!polls.has(index)) polls.set(index, poll(index));
    }
    if (polls.size === 0) await pause(longPollMilliseconds);
    else {
      const { index, positions, parts } = await Promise.race(polls.values());
      polls.delete(index);
      const batches: Batch[] = [];
      for (const [partition, part] of parts) {
        batches.push(...part.batches);
        if (Number.isFinite(part.next)) positions.set(partition, part.next);
      }
      if (parts.size === 0) await pause(pauseMilliseconds);
      // Oldest first, with only one batch in memory at a time.
      for (const batch of batches.sort((a, b) => a.maxTimestamp - b.maxTimestamp)) {
        if (tally.isOver) return;
        const found = await batch.found();
        tally.count(found);
        yield found.filter(accepts);
      }
    }
    yield [];
  }
}
