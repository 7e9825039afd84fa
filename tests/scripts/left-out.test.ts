import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { addCounts, describeCounts } from "../../scripts/checks/jest";
import {
  browserSuites,
  clusterSuites,
  countLeftOut,
  replaySuites,
} from "../../scripts/checks/optional";
import { localFolder } from "../../scripts/setup/places";

const tests = path.join(__dirname, "..");

/** How many tests a file of a suite declares at least: those of a table count once. */
function declared(suite: string): number {
  return readdirSync(path.join(tests, suite))
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(path.join(tests, suite, file), "utf8"))
    .reduce((sum, text) => sum + (text.match(/^ *test(\.\w+)*[(<]/gm)?.length ?? 0), 0);
}

test("tests that this machine cannot run are counted and named, and none of them is run", () => {
  // `make test` reads it after this test, which is part of it.
  const file = path.join(localFolder, "test/browser.json");
  const report = () => existsSync(file) && readFileSync(file, "utf8");
  const before = report();
  const nothing = { isRoot: false, has: () => false, hasCluster: false };
  const leftOut = [browserSuites, clusterSuites, replaySuites].map((suites) => suites(nothing));
  const sum = addCounts(leftOut.map(countLeftOut));
  expect(describeCounts(sum)).toMatch(
    /^0 passed, 0 failed, \d+ skipped: the console in a browser \(needs Debian .*\); Kubernetes \(needs .*\); Kubernetes recordings \(needs .*\)$/,
  );
  const counts = sum.skipped.map((each) => each.tests);
  expect(counts[0]).toBeGreaterThanOrEqual(declared("browser"));
  expect(counts[1]).toBeGreaterThanOrEqual(declared("e2e-kubernetes"));
  expect(counts[2]).toBeGreaterThanOrEqual(declared("offline-kubernetes"));
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(report()).toBe(before);
});
