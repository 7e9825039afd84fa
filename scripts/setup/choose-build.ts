import { UserError } from "../../user-error";
import { ask } from "../ask";
import { mayInstall } from "./places";

/** Whether images are to be built rather than pulled, as IMAGES says. */
export function isBuildChosen(): boolean {
  const { IMAGES: chosen } = process.env;
  if (!chosen || chosen === "build") return chosen === "build";
  throw new UserError(
    `IMAGES=${chosen}: it must be build, which builds the default images from package registries.`,
  );
}

/**
 * Whether an image of the project's own may take the place of an official one that cannot be pulled, though its
 * registry can be reached: a person is asked; where nobody can be, it may not.
 */
export async function mayReplace(image: string, problem: string): Promise<boolean> {
  if (!mayInstall() || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  // Standard output is what a shell evaluates.
  const question = `${image} cannot be pulled: ${problem}\nBuild an image of this project's own in its place? [y/N] `;
  return /^y(es)?$/i.test(await ask(question, { output: process.stderr }));
}

/** What else there is to do about an image that cannot be pulled; nothing about what cannot work on this machine. */
export function buildHint(): string {
  return mayInstall()
    ? "\nIMAGES=build, as in `make up IMAGES=build`, builds an image of this project's own in its place, from package registries."
    : "";
}
