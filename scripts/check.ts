import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import {
  type Check,
  checks,
  pipelineCheck,
  shellCheck,
  unitSuites,
  workflowCheck,
} from "./checks/checks";
import { type Counts, countTests } from "./checks/jest";
import { localFolder, root } from "./setup/places";
import { capture } from "./setup/process";

/**
 * Does every check that needs no engine, all at the same time, and prints a line for each with its
 * seconds, and the output of those that failed.
 *
 * @returns Whether all passed, and how many unit tests did.
 */
export async function check(): Promise<{ passed: boolean; tests: Counts }> {
  mkdirSync(join(localFolder, "check"), { recursive: true });
  const results = await Promise.all([
    ...checks().map(run),
    ...Object.entries({
      shellcheck: shellCheck(),
      actionlint: workflowCheck(),
      "check-jsonschema": pipelineCheck(),
    }).map(runWith),
  ]);
  return { passed: !results.includes(false), tests: countTests(unitSuites) };
}

/** Does a check whose tool may be missing, and says so where it is. */
async function runWith([tool, check]: [string, Promise<Check | undefined>]): Promise<boolean> {
  const found = await check;
  if (found) return run(found);
  console.log(`${tool.padEnd(18)}skipped: it is not installed`);
  return true;
}

async function run({ name, command, args }: Check): Promise<boolean> {
  const start = performance.now();
  const { code, stdout, stderr } = await capture(command, args, { cwd: root });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name.padEnd(18)}${code === 0 ? "passed" : "FAILED"} (${seconds} s)`);
  if (code !== 0) console.log(`${stdout}${stderr}`.trimEnd());
  return code === 0;
}

if (require.main === module) {
  void check().then(({ passed, tests }) => {
    console.log(`${tests.passed} unit tests passed, ${tests.failed} failed`);
    process.exitCode = passed ? 0 : 1;
  });
}
