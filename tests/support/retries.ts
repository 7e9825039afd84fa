import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { retriesFile } from "../../scripts/checks/retries";

/**
 * Notes that a test tries something again, and why, for the end of `make test`.
 *
 * @param file Default: what `make test` reads.
 */
export function noteRetry(what: string, reason: string, file = retriesFile): void {
  const test = expect.getState().currentTestName ?? "";
  console.log(`tried again: ${what}: ${reason}`);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify({ test, what, reason })}\n`);
}
