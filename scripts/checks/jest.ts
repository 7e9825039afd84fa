import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { localFolder } from "../setup/places";

/** How many tests passed and failed; a suite that could not run at all counts as one that failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of Jest's report that is counted. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Jest's arguments for some suites, with a report from which {@link countTests} reads. */
export function jestArguments(suites: readonly string[]): string[] {
  const report = reportOf(suites);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  return ["--selectProjects", ...suites, "--json", `--outputFile=${report}`];
}

/** Counts the tests of the last run of these suites; one failure where Jest itself did not finish. */
export function countTests(suites: readonly string[]): Counts {
  const path = reportOf(suites);
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(path, "utf8")) as JestReport;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function reportOf(suites: readonly string[]): string {
  return join(localFolder, "test", `${suites.join("-")}.json`);
}
