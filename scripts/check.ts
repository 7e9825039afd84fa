import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Check, checks, shellCheck, unitSuites } from "./checks/checks";
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
    shellCheck().then((it) => it && run(it)),
  ]);
  if (results.includes(undefined)) {
    console.log("shell scripts   skipped: shellcheck is not installed");
  }
  return { passed: !results.includes(false), tests: countTests(unitSuites) };
}

async function run({ name, command, args }: Check): Promise<boolean> {
  const start = performance.now();
  const { code, stdout, stderr } = await capture(command, args, { cwd: root });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name.padEnd(16)}${code === 0 ? "passed" : "FAILED"} (${seconds} s)`);
  if (code !== 0) console.log(`${stdout}${stderr}`.trimEnd());
  return code === 0;
}

if (require.main === module) {
  void check().then(({ passed, tests }) => {
    console.log(`${tests.passed} unit tests passed, ${tests.failed} failed`);
    process.exitCode = passed ? 0 : 1;
  });
}
