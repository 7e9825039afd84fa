import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";
import { runScript } from "../terminal/run-script";
import { unitSuites } from "./checks";
import { check } from "./main";
import {
  addCounts,
  countTests,
  describeCounts,
  describeFailures,
  describeSeconds,
  jestArguments,
} from "./jest";
import { countLeftOut, optionalSuites, suitesToRun } from "./optional";
import { describeRetries, forgetRetries } from "./retries";
import { root } from "../setup/places";

const always = ["offline", "scripts", "commands", "e2e"];
/**
 * Two files of the platform on Docker at a time, on a machine of two cores too: each waits half of its time. They share
 * neither names nor ports; see `freePorts` of tests/e2e.
 */
const besideEachOther: readonly string[] = ["e2e"];
const atATime = ["--maxWorkers=2"];

/**
 * Runs the checks and every test, in an environment that it prepares itself, and stops the engine if it had to
 * start one. Retries and failures are repeated at the end; the last line is the sum, and names what this machine cannot
 * run.
 */
async function test(): Promise<void> {
  forgetRetries();
  const { inBrowser, onCluster } = optionalSuites();
  // Its turn comes after everything else.
  if (process.env.TEST_KUBECONFIG && suitesToRun(onCluster).length > 0) refuseSilentCluster();
  const checked = await check();
  const engineBefore = engine("status");
  // Get the plugin for Kubernetes, which otherwise only a stack on Kubernetes gets.
  run("scripts/with-stack", ["staging", "--tools-only", "--", "true"]);
  preparePipelines();
  const alone = always.filter((suite) => !besideEachOther.includes(suite));
  const clusterSuites = suitesToRun(onCluster);
  const runs = [[...alone, ...suitesToRun(inBrowser)], besideEachOther, clusterSuites];
  const counts = [checked.tests];
  for (const suites of runs.slice(0, -1)) {
    counts.push(countTests(suites, runPrepared(argumentsOf(suites))));
  }
  // One after the other: at the same time, on two cores, each took twice as long.
  if (clusterSuites.length > 0) {
    const code = runPrepared(argumentsOf(clusterSuites), "scripts/with-cluster");
    counts.push(countTests(clusterSuites, code));
  }
  if (engineBefore === "none") console.log(engine("stop"));
  const leftOut = [...inBrowser, ...onCluster].filter(({ lacks }) => lacks !== undefined);
  counts.push(...leftOut.map(countLeftOut));
  printSecondsAndRetries(runs);
  for (const text of runs.flatMap(describeFailures)) console.log(text);
  const sum = addCounts(counts);
  console.log(describeCounts(sum));
  process.exitCode = checked.passed && sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** Jest's arguments for some suites, with how many of their files run at a time where that is not Jest's default. */
function argumentsOf(suites: readonly string[], file?: string): string[] {
  const isBeside = suites.every((suite) => besideEachOther.includes(suite));
  return [...jestArguments(suites, file), ...(isBeside ? atATime : [])];
}

function printSecondsAndRetries(runs: readonly (readonly string[])[]): void {
  const lines = ["Seconds, slowest first:", ...describeSeconds(runs), ...describeRetries()];
  console.log(lines.join("\n"));
}

/** Runs Jest with the tools and the engine of the dev stack. */
function runPrepared(jest: readonly string[], ...wrapper: string[]): number {
  const command = [...wrapper, "node_modules/.bin/jest", ...jest];
  return run("scripts/with-stack", ["dev", "--tools-only", "--", ...command]);
}

/** Gets the images of the pipelines, which the dev stack of the platform does not need. */
function preparePipelines(): void {
  run("scripts/with-stack", ["dev", "--project=pipelines", "--tools-only", "--", "true"]);
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

/** Without it, Jest would say so in a dozen lines about its own options, after a preparation of minutes. */
function refuseUnknownFile(part: string, suite: string, pattern: string): void {
  const files = readdirSync(join(root, "tests", suite), { recursive: true, encoding: "utf8" });
  const paths = files
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `tests/${suite}/${name}`);
  if (paths.some((path) => path.startsWith(pattern))) return;
  throw new UserError(
    `SUITE is ${excerpt(part)}; there is no ${excerpt(pattern)}... among the ${paths.length} files of ${suite}.`,
  );
}

/** @throws UserError if the cluster that TEST_KUBECONFIG names does not answer; with-cluster has said why. */
function refuseSilentCluster(): void {
  if (run("scripts/with-cluster", ["true"]) !== 0) {
    throw new UserError("Nothing was tested: see above about TEST_KUBECONFIG.");
  }
}

/**
 * Runs a part of the tests, with the preparation that it needs.
 *
 * @param part A suite, such as `e2e`, or a suite and a pattern of its files, such as `e2e/topics`.
 */
function testPart(part: string): void {
  forgetRetries();
  const [suite = "", ...file] = part.split("/");
  const { inBrowser, onCluster } = optionalSuites();
  const optional = [...inBrowser, ...onCluster];
  const names = optional.flatMap(({ suites }) => suites);
  const known = [...unitSuites, ...always, "recovery", ...names];
  if (!known.includes(suite)) {
    throw new UserError(`SUITE is ${excerpt(part)}; must begin with one of ${known.join(", ")}.`);
  }
  const lacks = optional.find(({ suites }) => suites.includes(suite))?.lacks;
  if (lacks !== undefined) throw new UserError(`The tests of ${suite} cannot run: ${lacks}.`);
  const pattern = file.length > 0 ? `tests/${suite}/${file.join("/")}` : undefined;
  if (pattern !== undefined) refuseUnknownFile(part, suite, pattern);
  const jest = argumentsOf([suite], pattern);
  let code: number;
  if (unitSuites.includes(suite)) code = run("node_modules/.bin/jest", jest);
  else {
    const isOnCluster = onCluster.some(({ suites }) => suites.includes(suite));
    const engineBefore = engine("status");
    if (isOnCluster) run("scripts/with-stack", ["staging", "--tools-only", "--", "true"]);
    const hasPipelines = file[0] === undefined || file[0].startsWith("pipelines");
    if (suite.startsWith("e2e") && hasPipelines) preparePipelines();
    code = runPrepared(jest, ...(isOnCluster ? ["scripts/with-cluster"] : []));
    if (engineBefore === "none") console.log(engine("stop"));
  }
  printSecondsAndRetries([[suite]]);
  const counts = countTests([suite]);
  console.log(describeCounts(counts));
  process.exitCode = code === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

const [, , part] = process.argv;
runScript(() => (part === undefined ? test() : testPart(part)));
