import { parseArgs } from "node:util";
import { UserError } from "../../user-error";

/** What `make soak ARGS=...` was asked to do. */
export interface SoakOptions {
  /** Length in minutes, from 1 to 240. */
  readonly minutes: number;
  /** Messages a second, from 10 to 10,000. */
  readonly rate: number;
  /** Folder for the report, which has its picture in `images`. */
  readonly output: string;
}

const usage =
  "Usage: make soak ARGS='[--minutes N] [--rate MESSAGES-PER-SECOND] [--output FOLDER]'";

/**
 * Reads the arguments of the soak. Defaults: 10 minutes of 500 messages a second, with the report in docs.
 *
 * @throws UserError that says how it is called.
 */
export function soakOptions(args: readonly string[]): SoakOptions {
  const values = parse(args);
  const within = (name: "minutes" | "rate", least: number, most: number) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    const allowed = `a whole number from ${least} to ${most}`;
    throw new UserError(`--${name} is ${values[name]}; it is ${allowed}.\n${usage}`);
  };
  return {
    minutes: within("minutes", 1, 240),
    rate: within("rate", 10, 10_000),
    output: values.output,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "10" },
        rate: { type: "string", default: "500" },
        output: { type: "string", default: "docs" },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${usage}`);
  }
}
