import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Check, checks, forgeChecks, shellCheck, unitSuites, workflowCheck } from "./checks";
import { pythonChecks } from "./python";
import { addCounts, type Counts, countTests, describeCounts, type Skipped } from "./jest";
import { localFolder, root } from "../setup/places";
import { capture } from "../setup/process";
import { neededPython } from "../setup/python";

/**
 * Runs every check that needs no engine, all at the same time, and prints a line for each with its
 * seconds, and the output of those that failed.
 *
 * @returns Whether all passed, and the counts of unit tests; a check without its tool counts as skipped.
 */
export async function check(): Promise<{ passed: boolean; tests: Counts }> {
  mkdirSync(join(localFolder, "check"), { recursive: true });
  const skipped: Skipped[] = [];
  const results = await Promise.all([
    ...checks().map(run),
    ...Object.entries({
      shellcheck: shellCheck(),
      actionlint: workflowCheck(),
      "check-jsonschema": forgeChecks(),
      "mypy and ruff": pythonChecks(),
    }).map(async ([tool, check]) => {
      const found = await check;
      if (found) return (await Promise.all([found].flat().map(run))).every(Boolean);
      const lacks =
        tool === "mypy and ruff" ? `needs ${neededPython}, and a package index` : "not installed";
      console.log(`${tool.padEnd(18)}skipped: ${lacks}`);
      skipped.push({ name: `${tool} (${lacks})`, tests: 1 });
      return true;
    }),
  ]);
  return {
    passed: !results.includes(false),
    tests: addCounts([countTests(unitSuites), { passed: 0, failed: 0, skipped }]),
  };
}

async function run({ name, command, args, cwd = root }: Check): Promise<boolean> {
  const start = performance.now();
  const { code, stdout, stderr } = await capture(command, args, { cwd });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name.padEnd(18)}${code === 0 ? "passed" : "FAILED"} (${seconds} s)`);
  if (code !== 0) console.log(`${stdout}${stderr}`.trimEnd());
  return code === 0;
}

if (require.main === module) {
  void check().then(({ passed, tests }) => {
    console.log(`Unit tests: ${describeCounts(tests)}`);
    process.exitCode = passed ? 0 : 1;
  });
}
