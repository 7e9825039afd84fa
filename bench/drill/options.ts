import { readOptions, wholeNumber } from "../command-line";

/** The options of `make drill ARGS=...`. */
export interface DrillOptions {
  /** The same seed gives the same faults in the same order, with the same delays. */
  readonly seed: number;
  /** Number of faults, from 1. */
  readonly faults: number;
  /** Time in minutes after which no further fault starts, from 1. */
  readonly minutes: number;
  /** File for the report. */
  readonly output: string;
}

const usage = "Usage: make drill ARGS='[--seed N] [--faults N] [--minutes N] [--output FILE.md]'";

/**
 * Reads the arguments of the drill. Defaults: seed 1, eleven faults, 20 minutes, docs/drill.md.
 *
 * @throws UserError that shows the usage.
 */
export function drillOptions(args: readonly string[]): DrillOptions {
  const values = readOptions(
    args,
    {
      seed: { type: "string", default: "1" },
      faults: { type: "string", default: "11" },
      minutes: { type: "string", default: "20" },
      output: { type: "string", default: "docs/drill.md" },
    },
    usage,
  );
  return {
    seed: wholeNumber("seed", values.seed, [0], usage),
    faults: wholeNumber("faults", values.faults, [1], usage),
    minutes: wholeNumber("minutes", values.minutes, [1], usage),
    output: values.output,
  };
}
