import { readOptions, wholeNumber } from "./command-line";

/** The options of `make bench ARGS=...`. */
export interface BenchOptions {
  /** How many times each contender is measured, from 1. */
  readonly rounds: number;
  /** Contenders and parts of the scale whose name contains one of these; if empty, all. */
  readonly only: readonly string[];
  /** Whether to measure the brokers' throughput too. */
  readonly throughput: boolean;
  /** Whether to measure nothing, and write the report of what was measured last. */
  readonly reportOnly: boolean;
  /** Folder for the report; its pictures go to `images`. */
  readonly output: string;
}

const usage =
  "Usage: make bench ARGS='[--rounds N] [--only NAME,...] [--no-throughput] [--report-only] [--output FOLDER]'";

/**
 * Reads the arguments of the benchmark. Defaults: five rounds of everything, with the report in docs.
 *
 * @throws UserError that shows the usage.
 */
export function benchOptions(args: readonly string[]): BenchOptions {
  const values = readOptions(
    args,
    {
      rounds: { type: "string", default: "5" },
      only: { type: "string" },
      "no-throughput": { type: "boolean", default: false },
      "report-only": { type: "boolean", default: false },
      output: { type: "string", default: "docs" },
    },
    usage,
  );
  return {
    rounds: wholeNumber("rounds", values.rounds, [1], usage),
    only: values.only?.split(",").filter((each) => each !== "") ?? [],
    throughput: !values["no-throughput"],
    reportOnly: values["report-only"],
    output: values.output,
  };
}
