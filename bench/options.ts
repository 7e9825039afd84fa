import { parseArgs } from "node:util";
import { UserError } from "../user-error";

/** What `make bench ARGS=...` was asked to do. */
export interface BenchOptions {
  /** How often each contender is measured, from 1. */
  readonly rounds: number;
  /** Contenders whose name contains one of these; all without any. */
  readonly only: readonly string[];
  /** Whether the throughput of brokers is measured too. */
  readonly throughput: boolean;
  /** Folder for the report, which has its pictures in `images`. */
  readonly output: string;
}

const usage =
  "Usage: make bench ARGS='[--rounds N] [--only NAME,...] [--no-throughput] [--output FOLDER]'";

/**
 * Reads the arguments of the benchmark. Defaults: five rounds of everything, with the report in docs.
 *
 * @throws UserError that says how it is called.
 */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parse(args);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new UserError(`--rounds is ${values.rounds}; it is a whole number from 1.\n${usage}`);
  }
  return {
    rounds,
    only: values.only?.split(",").filter((each) => each !== "") ?? [],
    throughput: !values["no-throughput"],
    output: values.output,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: { type: "string", default: "5" },
        only: { type: "string" },
        "no-throughput": { type: "boolean", default: false },
        output: { type: "string", default: "docs" },
      },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${usage}`);
  }
}
