/**
 * Pseudorandom numbers from 0 to below 1, the same for the same seed: Mulberry32, a generator with
 * 32 bits of state.
 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws `count` items in random order; each is drawn once before any is drawn again. */
export function drawOrder<Item>(
  items: readonly Item[],
  count: number,
  random: () => number,
): Item[] {
  const drawn: Item[] = [];
  while (drawn.length < count && items.length > 0) {
    const left = [...items];
    while (left.length > 0) {
      drawn.push(...left.splice(Math.floor(random() * left.length), 1));
    }
  }
  return drawn.slice(0, count);
}
