import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { check } from "./check";
import { countTests, type Counts, jestArguments } from "./checks/jest";
import { root } from "./setup/places";

const suites = ["offline", "scripts", "e2e", "browser"];

/**
 * Does the checks and every test, in an environment that it prepares itself, and stops the engine if
 * it had to start one. The last line printed is the sum over all suites.
 */
async function test(): Promise<void> {
  const checked = await check();
  const engineBefore = engine("status");
  // The plugin for Kubernetes, which only a stack on it would get.
  run("scripts/with-stack", ["staging", "--tools-only", "--", "true"]);
  const code = run("scripts/with-stack", [
    ...["dev", "--tools-only", "--"],
    ...["node_modules/.bin/jest", ...jestArguments(suites)],
  ]);
  if (engineBefore === "none") console.log(engine("stop"));
  const sum = add(checked.tests, countTests(suites));
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
  console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
  process.exitCode = checked.passed && code === 0 && sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

function run(command: string, args: readonly string[]): number {
  return spawnSync(join(root, command), args, { cwd: root, stdio: "inherit" }).status ?? 1;
}

function engine(command: string): string {
  const { stdout, stderr } = spawnSync(join(root, "scripts/engine"), [command], {
    encoding: "utf8",
  });
  return `${stdout}${stderr}`.trim();
}

function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

void test();
