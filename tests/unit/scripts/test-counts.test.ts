import path from "node:path";
import { rmSync, writeFileSync } from "node:fs";
import {
  addCounts,
  countTests,
  type Counts,
  describeCounts,
  describeSeconds,
  jestArguments,
} from "../../../scripts/checks/jest";
import { root } from "../../../scripts/setup/places";
import {
  browserSuites,
  clusterSuites,
  type Machine,
  replaySuites,
  suitesToRun,
} from "../../../scripts/checks/optional";

const none: Counts = { passed: 0, failed: 0, skipped: [] };

test.each<[Counts[], string]>([
  [[], "0 passed, 0 failed"],
  [
    [
      { ...none, passed: 2 },
      { ...none, passed: 3, failed: 1 },
    ],
    "5 passed, 1 failed",
  ],
  [
    [
      { ...none, passed: 9, skipped: [{ name: '"a disk"', tests: 1 }] },
      { ...none, skipped: [{ name: "Kubernetes (needs root on Debian)", tests: 63 }] },
    ],
    '9 passed, 0 failed, 64 skipped: "a disk"; Kubernetes (needs root on Debian)',
  ],
])("the sum of %j is %s", (counts, line) => {
  expect(describeCounts(addCounts(counts))).toBe(line);
});

test("a report names its skipped tests, and counts a suite that could not run as failed", () => {
  const suites = [`counted-${process.pid}`];
  const report = jestArguments(suites).at(-1)!.replace("--outputFile=", "");
  expect(countTests(suites)).toEqual({ passed: 0, failed: 1, skipped: [] });
  const result = (status: string, fullName: string) => ({ status, fullName });
  writeFileSync(
    report,
    JSON.stringify({
      ...{ numPassedTests: 1, numFailedTests: 0, numRuntimeErrorTestSuites: 1 },
      testResults: [
        { assertionResults: [result("passed", "one"), result("pending", "on a disk two")] },
        { assertionResults: [result("todo", "three")] },
      ],
    }),
  );
  expect(describeCounts(countTests(suites))).toBe(
    '1 passed, 1 failed, 2 skipped: "on a disk two"; "three"',
  );
  rmSync(report);
});

test.each<[number, number, number]>([
  [0, 0, 0],
  [0, 3, 1],
  [2, 1, 2],
])("%i failed tests of a run that ended with %i count as %i", (numFailedTests, code, failed) => {
  const suites = [`ended-${process.pid}`];
  const report = jestArguments(suites).at(-1)!.replace("--outputFile=", "");
  const counted = { numPassedTests: 1, numFailedTests, numRuntimeErrorTestSuites: 0 };
  writeFileSync(report, JSON.stringify({ ...counted, testResults: [] }));
  expect(countTests(suites, code)).toEqual({ passed: 1, failed, skipped: [] });
  rmSync(report);
});

const noRoot = "needs TEST_KUBECONFIG, or root on Debian";
const noNode = "needs root on Debian, and no TEST_KUBECONFIG";
const noBrowser = "needs Debian with Chromium, or root to install it";

test.each<[string, Partial<Machine>, string[], (string | undefined)[]]>([
  ["root on Debian", { isRoot: true }, ["apt-get"], [undefined, undefined, undefined]],
  ["a user on Debian", {}, ["apt-get", "chromium"], [noRoot, noNode, undefined]],
  ["a user on Debian without Chromium", {}, ["apt-get"], [noRoot, noNode, noBrowser]],
  ["macOS", {}, ["chromium"], [noRoot, noNode, noBrowser]],
  ["macOS with a cluster", { hasCluster: true }, ["kubectl"], [undefined, noNode, noBrowser]],
  [
    "root on Debian with a cluster, without kubectl",
    { isRoot: true, hasCluster: true },
    ["apt-get"],
    ["TEST_KUBECONFIG needs kubectl on the PATH", noNode, undefined],
  ],
])("%s lacks for Kubernetes, its recordings and the browser", (_who, given, commands, lacks) => {
  const has = (command: string) => commands.includes(command);
  const machine: Machine = { isRoot: false, hasCluster: false, ...given, has };
  const suites = [clusterSuites(machine), replaySuites(machine), browserSuites(machine)];
  expect(suites.map((each) => each.lacks)).toEqual(lacks);
  expect(suitesToRun(suites)).toEqual(
    ["e2e-kubernetes", "offline-kubernetes", "browser"].filter((_, index) => !lacks[index]),
  );
});

test("seconds are listed for each suite and file, slowest first", () => {
  const suites = [`timed-${process.pid}`];
  const report = jestArguments(suites).at(-1)!.replace("--outputFile=", "");
  const file = (name: string, seconds: number) => ({
    name: path.join(root, "tests", name),
    startTime: 1_000_000,
    endTime: 1_000_000 + seconds * 1000,
    assertionResults: [],
  });
  const files = [file("e2e/a.test.ts", 61), file("scripts/b.test.ts", 99)];
  const testResults = [...files, file("e2e/c.test.ts", 70), file("e2e/d.test.ts", 0.4)];
  writeFileSync(report, JSON.stringify({ testResults }));
  expect(describeSeconds([suites])).toEqual([
    "   131 s  e2e",
    "    70 s    e2e/c.test.ts",
    "    61 s    e2e/a.test.ts",
    "    99 s  scripts",
    "    99 s    scripts/b.test.ts",
  ]);
  rmSync(report);
});

test("jest runs the files that a pattern names", () => {
  expect(jestArguments(["e2e"], "tests/e2e/topics")).toEqual(
    expect.arrayContaining(["--selectProjects", "e2e", "--testPathPattern", "tests/e2e/topics"]),
  );
});
