import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { localFolder, root } from "../setup/places";

/** How many tests passed and failed; a suite that could not run at all counts as one that failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly Skipped[];
}

/** Tests that were not run. */
export interface Skipped {
  /** Which ones they are, for people. */
  readonly name: string;
  readonly tests: number;
}

/** The part of Jest's report that is counted and repeated. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly JestFile[];
}

interface JestFile {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly endTime: number;
  readonly status: string;
  /** What Jest printed about the file's failures, with colors. */
  readonly message: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

/**
 * Jest's arguments for some suites, with a report that {@link countTests} reads.
 *
 * @param file Pattern of the files to run. Default: all of them.
 * @param name What the report is read by. Default: the suites.
 */
export function jestArguments(
  suites: readonly string[],
  file?: string,
  name: readonly string[] = suites,
): string[] {
  const report = reportOf(name);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const files = file === undefined ? [] : ["--testPathPattern", file];
  return ["--selectProjects", ...suites, ...files, "--json", `--outputFile=${report}`];
}

/**
 * Counts the tests of the last run of these suites; one failure if Jest did not finish, or if the run failed although no
 * test did.
 *
 * @param code Exit code of the run. Default: 0.
 */
export function countTests(suites: readonly string[], code = 0): Counts {
  const report = readReport(suites);
  if (!report) return { passed: 0, failed: 1, skipped: [] };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === "pending" || status === "todo")
      .map(({ fullName }) => ({ name: `"${fullName}"`, tests: 1 })),
  };
}

/** The sum of several runs. */
export function addCounts(runs: readonly Counts[]): Counts {
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    skipped: runs.flatMap(({ skipped }) => skipped),
  };
}

/** The last line of a log: how many tests passed, failed and were skipped, and which ones these are. */
export function describeCounts({ passed, failed, skipped }: Counts): string {
  const sum = `${passed} passed, ${failed} failed`;
  if (skipped.length === 0) return sum;
  const count = skipped.reduce((tests, each) => tests + each.tests, 0);
  return `${sum}, ${count} skipped: ${skipped.map(({ name }) => name).join("; ")}`;
}

/** What failed in the last run of these suites, as Jest reported it, for the end of a log that is an hour long. */
export function describeFailures(suites: readonly string[]): string[] {
  const files = readReport(suites)?.testResults ?? [];
  return files
    .filter(({ status }) => status === "failed")
    .map(({ name, message }) => `${relative(root, name)}\n${stripVTControlCharacters(message)}`);
}

/** Seconds of each suite and file in the last run of these suites, slowest first. Files that took no second are left out. */
export function describeSeconds(runs: readonly (readonly string[])[]): string[] {
  const files = runs
    .flatMap((suites) => readReport(suites)?.testResults ?? [])
    .map(({ name, startTime, endTime }) => {
      const file = relative(join(root, "tests"), name);
      return { file, suite: file.split("/")[0] ?? "", seconds: (endTime - startTime) / 1000 };
    })
    .sort((a, b) => b.seconds - a.seconds);
  const total = (suite: string) =>
    files.filter((each) => each.suite === suite).reduce((sum, { seconds }) => sum + seconds, 0);
  const suites = [...new Set(files.map(({ suite }) => suite))]
    .map((suite) => ({ suite, seconds: total(suite) }))
    .sort((a, b) => b.seconds - a.seconds);
  const line = (seconds: number, name: string) => `${seconds.toFixed(0).padStart(6)} s  ${name}`;
  return suites.flatMap(({ suite, seconds }) => [
    line(seconds, suite),
    ...files
      .filter((each) => each.suite === suite && each.seconds >= 1)
      .map((each) => line(each.seconds, `  ${each.file}`)),
  ]);
}

function readReport(suites: readonly string[]): JestReport | undefined {
  const path = reportOf(suites);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as JestReport) : undefined;
}

function reportOf(suites: readonly string[]): string {
  return join(localFolder, "test", `${suites.join("-")}.json`);
}
