import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localFolder } from "../scripts/setup/places";
import type { EmptyProgram } from "./measure/empty-program";
import type { Machine } from "./measure/machine";
import type { Sample } from "./measure/sample";
import type { Throughput } from "./measure/throughput";
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
}

/** Where {@link saveResults} writes. */
export const resultsFile = join(localFolder, "bench", "results.json");

/** Saves the results so far, so that an interrupted run is not lost. */
export function saveResults(results: Results): void {
  mkdirSync(join(localFolder, "bench"), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify(results, undefined, 2));
}
