import { UserError } from "../../common/user-error";
import { ask } from "../terminal/ask";
import { mayInstall } from "./places";

/** Whether IMAGES says to build images rather than pull them. */
export function isBuildChosen(): boolean {
  const { IMAGES: chosen } = process.env;
  if (!chosen || chosen === "build") return chosen === "build";
  throw new UserError(
    `IMAGES=${chosen}: it must be build, which builds the default images from package registries.`,
  );
}

/**
 * Whether one of the project's own images may replace an official one that cannot be pulled although its registry
 * can be reached: asks a person; if nobody can be asked, it may not.
 */
export async function mayReplace(image: string, problem: string): Promise<boolean> {
  if (!mayInstall() || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  // A shell evaluates standard output.
  const question = `${image} cannot be pulled: ${problem}\nBuild this project's own image instead? [y/N] `;
  return /^y(es)?$/i.test(await ask(question, { output: process.stderr }));
}

/** What else to do about an image that cannot be pulled; empty if that cannot work on this machine. */
export function buildHint(): string {
  return mayInstall()
    ? "\nIMAGES=build, as in `make up IMAGES=build`, builds this project's own image instead, from package registries."
    : "";
}
