import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** JSON as the recordings hold it. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = Record<string, Json>;

/** A resource of a recorded program. */
export interface Declaration {
  readonly type: string;
  readonly name: string;
  readonly inputs: JsonObject;
  readonly options?: {
    readonly provider?: string;
    readonly dependsOn?: readonly string[];
    readonly customTimeouts?: { create?: string; update?: string; delete?: string };
    readonly retainOnDelete?: boolean;
  };
}

export interface RecordedDiagnostic {
  readonly on: string;
  readonly severity: string;
  readonly text: string;
}

/** One thing that a deployment did, or that a preview would do. */
export interface RecordedStep {
  readonly op: string;
  readonly name: string;
  readonly event?: string;
  readonly detailedDiff?: Record<string, { kind: string; inputDiff: boolean }>;
  readonly replaceReasons?: readonly string[];
  readonly diffReasons?: readonly string[];
}

export type RecordedResource = JsonObject & { readonly name: string };

/** A command and what came of it. */
export interface RecordedAction {
  readonly action: string;
  readonly exitCode?: number;
  /** How long it took. */
  readonly seconds?: number;
  readonly changes?: Record<string, number>;
  readonly steps?: readonly RecordedStep[];
  readonly events?: readonly RecordedStep[];
  readonly diagnostics?: readonly RecordedDiagnostic[];
  readonly stateAfter?: { readonly resources: readonly RecordedResource[] };
  readonly result?: readonly string[];
}

export interface Recording {
  readonly case: string;
  readonly title: string;
  readonly namespaceCreatedBeforehand: boolean;
  readonly steps: readonly {
    readonly label: string;
    /** The same program as before if it is left out. */
    readonly declared?: readonly Declaration[];
    readonly actions: readonly RecordedAction[];
  }[];
}

const folder = join(__dirname, "../kubernetes-facts");

/** Names of all recordings. */
export const recordings: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(/\.json$/, ""));

/** How long the commands of a recording took, by which its replay takes longer than others. */
export function recordedSeconds({ steps }: Recording): number {
  return steps.flatMap(({ actions }) => actions).reduce((sum, { seconds = 0 }) => sum + seconds, 0);
}

/** @param prefix Put in place of `rec-` before the namespaces' names, so that runs do not meet. */
export function readRecording(name: string, prefix: string): Recording {
  const content = readFileSync(join(folder, `${name}.json`), "utf8");
  return JSON.parse(content.replace(/(?<![a-z0-9])rec-(?=[a-z])/g, prefix)) as Recording;
}
