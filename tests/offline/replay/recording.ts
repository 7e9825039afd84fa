import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A value in a recording: JSON with placeholders such as `<container-id>` in its texts. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A resource that the recorded program declares. */
export interface Declaration {
  readonly kind: "Container" | "Network" | "Provider" | "RemoteImage" | "Volume";
  readonly name: string;
  readonly props: Record<string, Json>;
  readonly opts?: {
    readonly dependsOn?: readonly { $ref: string }[];
    readonly deleteBeforeReplace?: boolean;
    readonly import?: string;
    readonly provider?: { $ref: string };
    readonly replaceOnChanges?: readonly string[];
  };
}

/** One call of the engine to the provider, and what came back. */
export interface ProviderCall {
  readonly call: string;
  readonly resource?: string;
  readonly [detail: string]: Json | undefined;
}

/** A resource in the state, as far as the recording holds it. */
export interface RecordedState {
  readonly name: string;
  readonly type: string;
  readonly id: string;
  readonly initErrors?: readonly string[];
  readonly inputs?: Json;
  readonly outputs?: Json;
}

/** One recorded operation, or a look at Docker. */
export interface Step {
  readonly do: string;
  readonly ok?: boolean;
  readonly program?: readonly Declaration[];
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly providerCalls?: readonly ProviderCall[];
  /** What the engine did with the resources. */
  readonly steps?: readonly Json[];
  readonly diagnostics?: readonly { severity: string; resource: string; message: string }[];
  readonly state?: readonly RecordedState[];
  readonly stateChanges?: Readonly<Record<string, Json>>;
  readonly found?: Readonly<Record<"containers" | "networks" | "volumes", Json[]>> | number;
  readonly args?: readonly string[];
  readonly output?: readonly string[];
  readonly name?: string;
  readonly field?: string;
  readonly value?: Json;
}

/** A recorded case: steps that ran one after the other on one stack, which was empty at first. */
export interface Recording {
  readonly case: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

const folder = join(__dirname, "..", "docker-facts");

/** Names of all recorded cases. */
export function recordedCases(): string[] {
  return readdirSync(folder)
    .map((file) => file.replace(/\.json$/, ""))
    .filter((name) => name !== "stables");
}

/** What makes the names and ports of a case differ from those of another case or run beside it. */
export interface CaseNames {
  /** Stands in for the prefix `rec` of the recording. No prefix is the beginning of another. */
  readonly prefix: string;
  /** Host port that stands in for 39100; the next 210 are used as well. */
  readonly firstPort: number;
  /** Labels of the Kafka image, for the recorded image had others. */
  readonly imageLabels: Readonly<Record<string, string>>;
}

/** Reads a recording, with names and ports of this run. */
export function readRecording(name: string, names: CaseNames): Recording {
  const recorded = readFileSync(join(folder, `${name}.json`), "utf8");
  const renamed = recorded
    .replace(/(?<![\w-])rec-/g, `${names.prefix}-`)
    .replace(/(?<![\w-])39([1-3]\d\d)(?!\d)/g, (_, digits: string) =>
      String(names.firstPort + Number(digits) - 100),
    )
    // Names that were made up.
    .replace(/"(ctr|net|vol)-[0-9a-f]{7}"/g, '"$1-<random>"')
    .replace(/"kafka-lab\.recipe": "\w+"/g, JSON.stringify(names.imageLabels).slice(1, -1));
  return JSON.parse(renamed) as Recording;
}

/** The recorded properties that no update changes, by type. */
export function recordedStables(): Record<string, string[]> {
  return JSON.parse(readFileSync(join(folder, "stables.json"), "utf8")) as Record<string, string[]>;
}
