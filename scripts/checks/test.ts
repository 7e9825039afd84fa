import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { check } from "./main";
import {
  addCounts,
  countTests,
  type Counts,
  describeCounts,
  describeFailures,
  jestArguments,
} from "./jest";
import { browserSuites, clusterSuites, countLeftOut } from "./optional";
import { root } from "../setup/places";

const always = ["offline", "scripts", "commands", "e2e"];

/**
 * Runs the checks and every test, in an environment that it prepares itself, and stops the engine if it had to
 * start one. Failures are repeated at the end; the last line is the sum, and names what this machine cannot run.
 */
async function test(): Promise<void> {
  const checked = await check();
  const engineBefore = engine("status");
  const [browser, cluster] = [browserSuites(), clusterSuites()];
  const suites = [...always, ...(browser.lacks === undefined ? browser.suites : [])];
  // Get the plugin for Kubernetes, which otherwise only a stack on Kubernetes gets.
  run("scripts/with-stack", ["staging", "--tools-only", "--", "true"]);
  const code = run("scripts/with-stack", [
    ...["dev", "--tools-only", "--"],
    ...["node_modules/.bin/jest", ...jestArguments(suites)],
  ]);
  const counts = [checked.tests, countTests(suites)];
  if (cluster.lacks === undefined) counts.push(testOnCluster(cluster.suites));
  if (engineBefore === "none") console.log(engine("stop"));
  counts.push(...[browser, cluster].filter(({ lacks }) => lacks !== undefined).map(countLeftOut));
  for (const text of [suites, cluster.suites].flatMap(describeFailures)) console.log(text);
  const sum = addCounts(counts);
  console.log(describeCounts(sum));
  process.exitCode = checked.passed && code === 0 && sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

function testOnCluster(suites: readonly string[]): Counts {
  run("scripts/with-stack", [
    ...["dev", "--tools-only", "--", "scripts/with-cluster"],
    ...["node_modules/.bin/jest", ...jestArguments(suites)],
  ]);
  return countTests(suites);
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

void test();
