import { parseArgs } from "node:util";
import { UserError } from "../../user-error";

/** What `make drill ARGS=...` was asked to do. */
export interface DrillOptions {
  /** The same seed gives the same faults in the same order, with the same delays. */
  readonly seed: number;
  /** Number of faults, from 1. */
  readonly faults: number;
  /** Time in minutes after which no further fault is begun, from 1. */
  readonly minutes: number;
  /** File of the report. */
  readonly output: string;
}

const usage = "Usage: make drill ARGS='[--seed N] [--faults N] [--minutes N] [--output FILE.md]'";

/**
 * Reads the arguments of the drill. Defaults: seed 1, eleven faults, 20 minutes, docs/drill.md.
 *
 * @throws UserError that says how it is called.
 */
export function drillOptions(args: readonly string[]): DrillOptions {
  const values = parse(args);
  const whole = (name: "seed" | "faults" | "minutes", least: number) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new UserError(
      `--${name} is ${values[name]}; it is a whole number from ${least}.\n${usage}`,
    );
  };
  return {
    seed: whole("seed", 0),
    faults: whole("faults", 1),
    minutes: whole("minutes", 1),
    output: values.output,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: "string", default: "1" },
        faults: { type: "string", default: "11" },
        minutes: { type: "string", default: "20" },
        output: { type: "string", default: "docs/drill.md" },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${usage}`);
  }
}
