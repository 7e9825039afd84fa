import { stripVTControlCharacters } from "node:util";

const shown = 10;
const longest = 300;

/** Lines that say where in the program something went wrong, which helps less than what went wrong. */
const stackFrame = /^\s+at \S|^\s+\.\.\. \d+ (more|common frames)/;

/**
 * The last ten lines of a log that say something, without control characters and each cut to 300 characters. Stack
 * traces are left out, except for their first line.
 */
export function lastLines(log: string): string[] {
  return log
    .split("\n")
    .map((line) => stripVTControlCharacters(line).replace(/(?!\t)\p{Cc}/gu, ""))
    .filter((line) => line.trim() !== "" && !stackFrame.test(line))
    .slice(-shown)
    .map((line) => (line.length > longest ? `${line.slice(0, longest)}...` : line));
}
