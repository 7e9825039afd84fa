import { parseArgs, type ParseArgsConfig } from "node:util";
import { UserError } from "../common/user-error";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Reads the options of a command and refuses other arguments.
 *
 * @param usage How to call the command; every error ends with it.
 * @throws UserError
 */
export function readOptions<Known extends Options>(
  args: readonly string[],
  options: Known,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${usage}`);
  }
}

/**
 * The whole number that an option gives.
 *
 * @param bounds The minimum and the maximum. Default: no maximum.
 * @throws UserError that names the option and its bounds.
 */
export function wholeNumber(
  name: string,
  text: string | undefined,
  [least, most]: readonly [least: number, most?: number],
  usage: string,
): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= (most ?? Infinity)) return value;
  const bounds = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
  throw new UserError(`--${name} is ${text}; must be a whole number ${bounds}.\n${usage}`);
}
