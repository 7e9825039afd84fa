import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../common/user-error";
import { root } from "../../setup/places";
import { capture } from "../../setup/process";

/** A checkout of another commit, in addition to this one. */
export interface Checkout {
  readonly folder: string;
  readonly commit: string;
  remove(): Promise<void>;
}

/**
 * Checks out the commit where this branch left the base, because later commits on the base are not part of
 * the comparison. It uses this checkout's packages if its lock file is the same.
 *
 * @throws UserError if the base is not known here.
 */
export async function checkOutBase(base: string): Promise<Checkout> {
  const commit = await git("merge-base", base, "HEAD");
  const folder = mkdtempSync(join(tmpdir(), "kafka-platform-base-"));
  await git("worktree", "add", "--force", "--detach", folder, commit);
  if (sameLock(folder)) symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  else await install(folder);
  const remove = async () => {
    rmSync(folder, { recursive: true, force: true });
    await git("worktree", "prune");
  };
  return { folder, commit: commit.slice(0, 10), remove };
}

/** The commit of this checkout, with a mark if it has uncommitted changes. */
export async function headCommit(): Promise<string> {
  const commit = await git("rev-parse", "--short=10", "HEAD");
  return (await git("status", "--porcelain")) === "" ? commit : `${commit} with local changes`;
}

async function git(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await capture("git", args, { cwd: root });
  if (code === 0) return stdout.trim();
  throw new UserError(`git ${args.join(" ")} failed: ${stderr.trim()}`);
}

function sameLock(folder: string): boolean {
  const [ours, theirs] = [root, folder].map((each) => join(each, "package-lock.json"));
  return (
    ours !== undefined &&
    theirs !== undefined &&
    existsSync(theirs) &&
    readFileSync(ours).equals(readFileSync(theirs))
  );
}

async function install(folder: string): Promise<void> {
  cpSync(join(root, ".npmrc"), join(folder, ".npmrc"));
  const args = ["ci", "--no-progress", "--loglevel", "error"];
  const { code, stderr } = await capture("npm", args, { cwd: folder });
  if (code !== 0) throw new UserError(`npm ci failed in the base:\n${stderr.trim()}`);
}
