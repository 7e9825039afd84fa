/** An entry of a book: what happened to a message, and when, in milliseconds since the epoch. */
export interface Entry {
  /** `a`: acknowledged by all in-sync replicas; `f`: not acknowledged, may or may not be written; `d`: delivered. */
  readonly what: "a" | "f" | "d";
  readonly message: number;
  readonly at: number;
}

/** What the books of a producer and a consumer add up to. */
export interface Count {
  readonly acknowledged: number;
  /** Not acknowledged: may or may not be written. */
  readonly unknown: number;
  /** Distinct messages that were delivered. */
  readonly delivered: number;
  /** Deliveries of a message after its first. */
  readonly duplicated: number;
  /** Acknowledged but not delivered. */
  readonly lost: number;
}

/** The line of an entry in a book. */
export function writeEntry({ what, message, at }: Entry): string {
  return `${what} ${message} ${at}\n`;
}

/** Reads a book, without an unfinished last line. */
export function readBook(text: string): Entry[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .flatMap((line): Entry[] => {
      const [, what, message, at] = /^([afd]) (\d+) (\d+)$/.exec(line) ?? [];
      if (what === undefined) return [];
      return [{ what: what as Entry["what"], message: Number(message), at: Number(at) }];
    });
}

/** Compares what was acknowledged with what was delivered, for the messages within bounds. */
export function countBooks(
  entries: readonly Entry[],
  isMeant: (message: number) => boolean = () => true,
): Count {
  const [acknowledged, unknown] = [new Set<number>(), new Set<number>()];
  const delivered = new Map<number, number>();
  for (const { what, message } of entries) {
    if (!isMeant(message)) continue;
    if (what === "a") acknowledged.add(message);
    else if (what === "f") unknown.add(message);
    else delivered.set(message, (delivered.get(message) ?? 0) + 1);
  }
  return {
    acknowledged: acknowledged.size,
    unknown: unknown.size,
    delivered: delivered.size,
    duplicated: [...delivered.values()].reduce((sum, times) => sum + times - 1, 0),
    lost: [...acknowledged].filter((message) => !delivered.has(message)).length,
  };
}

/** The longest time in seconds without an acknowledgement since `from`; 0 if there are no entries. */
export function longestSilence(entries: readonly Entry[], from: number): number {
  const times = entries
    .filter(({ what, at }) => what === "a" && at >= from)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  let [longest, last] = [0, from];
  for (const at of times) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return longest / 1000;
}
