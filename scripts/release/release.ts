import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/user-error";
import { datedChangelog } from "./changelog";
import { Interruption } from "./interruption";
import { Repository } from "./repository";
import { requireNextVersion } from "./version";

/** Makes the upgrade fixture of a target. */
export interface FixtureStep {
  readonly target: string;
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  /** Why it is left out. Default: it is not. */
  readonly skipped?: string;
}

/** What a release is made of. */
export interface Release {
  /** The checkout. */
  readonly folder: string;
  readonly version: string;
  /** As 2026-11-28. */
  readonly date: string;
  readonly fixtures: readonly FixtureStep[];
}

const branch = "main";
const fixtureFolder = "tests/upgrade/fixtures";
const changed = ["CHANGELOG.md", "package.json", "package-lock.json"];

/**
 * Dates the changelog, sets the version, makes the upgrade fixtures, commits all of it and tags the commit. It pushes
 * nothing. If a step fails or is interrupted, the checkout is as it was.
 *
 * @returns What was done and what was left out, a line for each.
 * @throws UserError that says why nothing was done.
 */
export async function release({ folder, version, date, fixtures }: Release): Promise<string[]> {
  const repository = new Repository(folder);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const { version: last } = JSON.parse(read("package.json")) as { version: string };
  const [tag, message] = [`v${version}`, `Release ${version}`];
  requireNextVersion(version, last);
  const obstacles = await repository.obstacles(branch, tag);
  const changelog = datedChangelog(read("CHANGELOG.md"), version, date);
  if ("problem" in changelog) obstacles.push(changelog.problem);
  if (obstacles.length > 0 || !("text" in changelog)) throw new UserError(obstacles.join("\n"));
  const before = await repository.head();
  const made = fixtures.filter(({ skipped }) => skipped === undefined);
  const files = made.map(({ target }) => `${fixtureFolder}/${version}-${target}.json`);
  const interruption = new Interruption();
  try {
    writeFileSync(join(folder, "CHANGELOG.md"), changelog.text);
    await repository.run("npm", "version", version, "--no-git-tag-version", "--ignore-scripts");
    for (const { command } of made) await repository.show(interruption.signal, ...command);
    interruption.signal.throwIfAborted();
    await repository.requireChanged(changed, files);
    await repository.run("git", "add", "--", ...changed, ...files);
    await repository.run("git", "commit", "--quiet", "--message", message);
    await repository.run("git", "tag", "--annotate", "--message", message, tag);
  } catch (error) {
    await repository.restore(before, [...changed, fixtureFolder]);
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${reason}\nNothing was released; what was changed for it is taken back.`);
  } finally {
    interruption.end();
  }
  return [
    `Released ${version}: a commit on ${branch} and the tag ${tag}. To publish them:`,
    `  git push origin ${branch} ${tag}`,
    ...fixtures.flatMap(leftOut),
  ];
}

function leftOut({ target, skipped }: FixtureStep): string[] {
  if (skipped === undefined) return [];
  return [
    `Left out: the state for the test of upgrades on ${target} (${skipped}). Add it before anything deployed changes:`,
    `  make export-state-fixture TARGET=${target}`,
  ];
}
