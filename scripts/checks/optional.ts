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
  /** Whether the user has named a Kubernetes cluster to test on. */
  readonly hasCluster: boolean;
}

const thisMachine: Machine = {
  isRoot: process.getuid?.() === 0,
  has: (command) =>
    findCommand(command) !== undefined ||
    (command === "kubectl" && Boolean(process.env.TEST_KUBECTL)),
  hasCluster: Boolean(process.env.TEST_KUBECONFIG),
};

/** The tests on Kubernetes: on the cluster that TEST_KUBECONFIG names, or on one built from Debian's packages. */
export function clusterSuites({ isRoot, has, hasCluster }: Machine = thisMachine): OptionalSuites {
  const canBuild = isRoot && has("apt-get");
  const named = has("kubectl") ? undefined : "TEST_KUBECONFIG needs kubectl on the PATH";
  const built = canBuild ? undefined : "needs TEST_KUBECONFIG, or root on Debian";
  return {
    name: "Kubernetes",
    suites: ["e2e-kubernetes"],
    lacks: hasCluster ? named : built,
  };
}

/** The tests of the stand-in for the Kubernetes plugin, whose recordings are of the cluster that is built here. */
export function replaySuites({ isRoot, has, hasCluster }: Machine = thisMachine): OptionalSuites {
  const canBuild = isRoot && has("apt-get") && !hasCluster;
  return {
    name: "Kubernetes recordings",
    suites: ["offline-kubernetes"],
    lacks: canBuild ? undefined : "needs root on Debian, and no TEST_KUBECONFIG",
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

/** The suites that not every machine can run, by what they run on. */
export function optionalSuites() {
  return { inBrowser: [browserSuites()], onCluster: [replaySuites(), clusterSuites()] } as const;
}

/** Those of them that this machine can run. */
export function suitesToRun(optional: readonly OptionalSuites[]): string[] {
  return optional.filter(({ lacks }) => lacks === undefined).flatMap(({ suites }) => suites);
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
