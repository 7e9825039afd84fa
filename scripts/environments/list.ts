import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/user-error";
import { root } from "../setup/places";
import { type Environment, touchedEnvironments } from "./touched";

/** The environments of a checkout, in alphabetical order. */
export function listEnvironments(checkout: string): Environment[] {
  return readdirSync(checkout)
    .flatMap((file) => {
      const name = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
      return name === undefined ? [] : [{ name, text: readFileSync(join(checkout, file), "utf8") }];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The environments that this branch touches, compared with the commit where it branched off from another.
 *
 * @throws UserError if that commit is not known here.
 */
export function touchedSince(base: string): string[] {
  return touchedEnvironments(changedSince(base), listEnvironments(root));
}

/** What changed on this branch since it branched off. */
function changedSince(base: string): string[] {
  try {
    const args = ["diff", "--name-only", "--no-renames", "-z", `${base}...HEAD`];
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: "pipe" })
      .split("\0")
      .filter((path) => path !== "");
  } catch (error) {
    const reason = (error as { stderr?: string }).stderr?.trim() ?? String(error);
    throw new UserError(
      `The changes since ${base} cannot be determined: ${reason}\nFetch it first, with the history back to where the branch began.`,
    );
  }
}
