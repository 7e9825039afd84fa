import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { check } from "./check";
import { countTests, type Counts, describeFailures, jestArguments } from "./checks/jest";
import { findCommand, root } from "./setup/places";

const suites = ["offline", "scripts", "e2e", "browser"];
const clusterSuites = ["offline-kubernetes", "e2e-kubernetes"];

/**
 * Does the checks and every test, in an environment that it prepares itself, and stops the engine if
 * it had to start one. What failed is told once more at the end; the last line is the sum.
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
  const cluster = testOnCluster();
  if (engineBefore === "none") console.log(engine("stop"));
  for (const text of [suites, clusterSuites].flatMap(describeFailures)) console.log(text);
  const sum = [checked.tests, countTests(suites), cluster].reduce(add);
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
  console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
  process.exitCode = checked.passed && code === 0 && sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** The tests on a Kubernetes cluster of their own, which only root can run, and only from Debian's packages. */
function testOnCluster(): Counts {
  if (process.getuid?.() !== 0 || !findCommand("apt-get")) {
    console.log("The tests on Kubernetes are left out: they need root on Debian.");
    return { passed: 0, failed: 0, skipped: 0 };
  }
  run("scripts/with-stack", [
    ...["dev", "--tools-only", "--", "scripts/with-cluster"],
    ...["node_modules/.bin/jest", ...jestArguments(clusterSuites)],
  ]);
  return countTests(clusterSuites);
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
