const unreleased = "## [Unreleased]\n";

/**
 * The changelog with what was under `Unreleased` under a version and its date instead, or why there is none.
 *
 * @param date As 2026-11-28.
 */
export function datedChangelog(
  changelog: string,
  version: string,
  date: string,
): { readonly text: string } | { readonly problem: string } {
  const [before, after, ...more] = changelog.split(`\n${unreleased}`);
  if (before === undefined || after === undefined || more.length > 0) {
    return { problem: `CHANGELOG.md must have one line ${unreleased.trim()}.` };
  }
  if (after.includes(`\n## [${version}]`)) {
    return { problem: `CHANGELOG.md has the version ${version} already.` };
  }
  const [changes = ""] = after.split(/^## /m);
  const isEmpty = changes.split("\n").every((line) => line.trim() === "" || line.startsWith("#"));
  if (isEmpty) return { problem: `CHANGELOG.md has nothing under ${unreleased.trim()}.` };
  return { text: `${before}\n${unreleased}\n## [${version}] - ${date}\n${after}` };
}
