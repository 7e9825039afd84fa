import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findCommand, root } from "../setup/places";
import { countTests, type Counts, jestArguments } from "./jest";

/** Test suites that not every machine can run. */
export interface OptionalSuites {
  /** What they are called if they are left out. */
  readonly name: string;
  readonly suites: readonly string[];
  /** What this machine lacks for them; undefined if it lacks nothing. */
  readonly lacks: string | undefined;
}

/** What decides whether suites can run. */
export interface Machine {
  readonly isRoot: boolean;
  readonly has: (command: string) => boolean;
}

const thisMachine: Machine = {
  isRoot: process.getuid?.() === 0,
  has: (command) => findCommand(command) !== undefined,
};

/** The tests on their own Kubernetes cluster, which is built from Debian's packages. */
export function clusterSuites({ isRoot, has }: Machine = thisMachine): OptionalSuites {
  return {
    name: "Kubernetes",
    suites: ["offline-kubernetes", "e2e-kubernetes"],
    lacks: isRoot && has("apt-get") ? undefined : "needs root on Debian",
  };
}

/** The tests of the console in a browser; its image is built from Debian's packages. */
export function browserSuites({ isRoot, has }: Machine = thisMachine): OptionalSuites {
  const canRun = has("apt-get") && (isRoot || has("chromium"));
  return {
    name: "the console in a browser",
    suites: ["browser"],
    lacks: canRun ? undefined : "needs Debian with Chromium, or root to install it",
  };
}

/** Counts the tests of omitted suites as skipped; Jest reads the files but runs none of the tests. */
export function countLeftOut({ name, suites, lacks }: OptionalSuites): Counts {
  const none = ["--testNamePattern", "^no test has this name$", "--forceExit", "--silent"];
  // Not the report of a run of these suites, which may go on: a test counts them too.
  const report = ["left-out", ...suites];
  const args = ["--globalSetup", "", ...jestArguments(suites, undefined, report), ...none];
  spawnSync(join(root, "node_modules/.bin/jest"), args, { cwd: root, stdio: "ignore" });
  const { skipped, failed } = countTests(report);
  const count = skipped.reduce((sum, each) => sum + each.tests, 0);
  return { passed: 0, failed, skipped: [{ name: `${name} (${lacks})`, tests: count }] };
}
