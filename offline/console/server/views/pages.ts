/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly pageCount: number;
}

/** Cuts a page out of a list. Pages count from 1; one that is past the end is empty. */
export function page<Item>(items: readonly Item[], number: number, perPage: number): Page<Item> {
  return {
    items: items.slice((number - 1) * perPage, number * perPage),
    pageCount: Math.max(1, Math.ceil(items.length / perPage)),
  };
}

/** Sorts by a value, names by the order of their letters, and equal ones by name. */
export function sorted<Item>(
  items: readonly Item[],
  value: (item: Item) => number | string,
  name: (item: Item) => string,
  descending: boolean,
): Item[] {
  const sign = descending ? -1 : 1;
  return [...items].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left !== right) return left < right ? -sign : sign;
    return name(a) < name(b) ? -1 : 1;
  });
}
