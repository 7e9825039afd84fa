import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localFolder } from "../scripts/setup/places";
import type { EmptyProgram } from "./measure/empty-program";
import type { Machine } from "./measure/machine";
import type { Sample } from "./measure/sample";
import type { Throughput } from "./measure/throughput";
import type { Scale } from "./scale/scale";
import type { Waterfall } from "./waterfall/waterfall";

/** A contender's title and number of brokers, for the report. */
export interface Entry {
  readonly name: string;
  readonly title: string;
  readonly brokers: number;
}

/** Everything that one run of the benchmark measured. */
export interface Results {
  readonly machine: Machine;
  readonly rounds: number;
  readonly contenders: Entry[];
  readonly samples: Sample[];
  /** Descriptions of what failed. */
  readonly failures: string[];
  emptyProgram?: EmptyProgram;
  waterfall?: Waterfall;
  throughput?: Throughput[];
  scale?: Scale;
}

/** Where {@link saveResults} writes. */
export const resultsFile = join(localFolder, "bench", "results.json");

/** Saves the results so far, so that an interrupted run is not lost. */
export function saveResults(results: Results): void {
  mkdirSync(join(localFolder, "bench"), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify(results, undefined, 2));
}

/**
 * What a run adds to: what the last run measured, without what this one measures again. A run with contenders
 * replaces all that was measured of contenders, since only measurements of one run are comparable.
 *
 * @param now The results of this run, still empty.
 */
export function resultsToContinue(
  now: Results,
  { measures, last }: { readonly measures: Measured; readonly last: Results | undefined },
): Results {
  if (!last) return now;
  if (measures.contenders)
    return measures.scale || !last.scale ? now : { ...now, scale: last.scale };
  return { ...last, failures: [] };
}

/** Which parts a run measures. */
interface Measured {
  readonly contenders: boolean;
  readonly scale: boolean;
}

/** The results of the last run on this machine; undefined if there was none. */
export function lastResults(): Results | undefined {
  if (!existsSync(resultsFile)) return undefined;
  return JSON.parse(readFileSync(resultsFile, "utf8")) as Results;
}
