import { readOptions, wholeNumber } from "../command-line";

/** The options of `make soak ARGS=...`. */
export interface SoakOptions {
  /** Length in minutes, from 1 to 240. */
  readonly minutes: number;
  /** Messages per second, from 10 to 10,000. */
  readonly rate: number;
  /** Folder for the report; its picture goes to `images`. */
  readonly output: string;
}

const usage =
  "Usage: make soak ARGS='[--minutes N] [--rate MESSAGES-PER-SECOND] [--output FOLDER]'";

/**
 * Reads the arguments of the soak. Defaults: 10 minutes of 500 messages per second, with the report in docs.
 *
 * @throws UserError that shows the usage.
 */
export function soakOptions(args: readonly string[]): SoakOptions {
  const values = readOptions(
    args,
    {
      minutes: { type: "string", default: "10" },
      rate: { type: "string", default: "500" },
      output: { type: "string", default: "docs" },
    },
    usage,
  );
  return {
    minutes: wholeNumber("minutes", values.minutes, [1, 240], usage),
    rate: wholeNumber("rate", values.rate, [10, 10_000], usage),
    output: values.output,
  };
}
