/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly pageCount: number;
}

/** One page of a list. Pages are numbered from 1; a page past the end is empty. */
export function page<Item>(items: readonly Item[], number: number, perPage: number): Page<Item> {
  return {
    items: items.slice((number - 1) * perPage, number * perPage),
    pageCount: Math.max(1, Math.ceil(items.length / perPage)),
  };
}

/** Sorts by a value, with names in alphabetical order, and equal values by name. */
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
