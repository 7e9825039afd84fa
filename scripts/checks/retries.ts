import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "../../common/excerpt";
import { localFolder } from "../setup/places";

/** Where tests note what they tried again, a JSON object a line. */
export const retriesFile = join(localFolder, "test", "retries.jsonl");

interface Retry {
  readonly test: string;
  readonly what: string;
  readonly reason: string;
}

/** Forgets the retries of an earlier run. */
export function forgetRetries(): void {
  rmSync(retriesFile, { force: true });
}

/**
 * What tests tried again, one line each, below a heading; nothing if there was no retry.
 *
 * @param file Default: where the tests of this checkout note it.
 */
export function describeRetries(file = retriesFile): string[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const retries = lines.map((line) => JSON.parse(line) as Retry);
  return [
    "Tried again:",
    ...retries.map(({ test, what, reason }) => `  "${test}": ${what}: ${excerpt(reason)}`),
  ];
}
