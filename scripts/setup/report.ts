import { performance } from "node:perf_hooks";

const nameWidth = 19;

/** The result of one part of the set-up. */
export interface Outcome<Value> {
  /** What was used, for the one line about this part. */
  readonly taken: string;
  readonly value: Value;
}

/** Announces, on a line of its own, something that takes more than about two seconds. */
export type Announce = (what: string) => void;

/**
 * Does one part of the set-up and prints one line with what was used and how long it took, on
 * standard error: a shell evaluates standard output.
 */
export async function part<Value>(
  name: string,
  work: (announce: Announce) => Outcome<Value> | Promise<Outcome<Value>>,
): Promise<Value> {
  const start = performance.now();
  const { taken, value } = await work((what) => {
    line(name, `${what} ...`);
  });
  line(name, `${taken} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return value;
}

function line(name: string, text: string): void {
  process.stderr.write(`${name.padEnd(nameWidth)}${text}\n`);
}
