import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeRetries } from "../../../scripts/checks/retries";
import { noteRetry } from "../../support/retries";

test("what a test tried again is listed with the test and the reason, and nothing if there was none", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "retries-"));
  const file = path.join(folder, "test", "retries.jsonl");
  const said = jest.spyOn(console, "log").mockReturnValue();
  expect(describeRetries(file)).toEqual([]);
  noteRetry("replay of pvc", "step 1: one\nstep 2: two", file);
  noteRetry("kafka-get-offsets of a.b", "unknown topic", file);
  const name = expect.getState().currentTestName;
  expect(describeRetries(file)).toEqual([
    "Tried again:",
    `  "${name}": replay of pvc: step 1: one step 2: two`,
    `  "${name}": kafka-get-offsets of a.b: unknown topic`,
  ]);
  expect(said).toHaveBeenCalledTimes(2);
  said.mockRestore();
  rmSync(folder, { recursive: true });
});
