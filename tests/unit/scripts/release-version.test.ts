import { readFileSync } from "node:fs";
import path from "node:path";
import { datedChangelog } from "../../../scripts/release/changelog";
import { requireNextVersion } from "../../../scripts/release/version";

const changelog =
  "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Something.\n\n## [0.1.0] - 2026-01-01\n";

test.each([
  ["0.2.0", "0.1.0"],
  ["0.1.1", "0.1.0"],
  ["1.0.0", "0.9.9"],
  ["0.10.0", "0.9.0"],
])("%s follows %s", (version, last) => {
  expect(() => requireNextVersion(version, last)).not.toThrow();
});

test.each([
  ["", "VERSION= must be a version such as 1.2.3: make release VERSION=1.2.3"],
  ["1.2", "VERSION=1.2 must be a version such as"],
  ["v0.2.0", "VERSION=v0.2.0 must be a version such as"],
  ["0.02.0", "VERSION=0.02.0 must be a version such as"],
  ["0.2.0-rc.1", "VERSION=0.2.0-rc.1 must be a version such as"],
  ["0.1.0", "VERSION=0.1.0 must be above 0.1.0, the version of package.json."],
  ["0.0.9", "VERSION=0.0.9 must be above 0.1.0"],
])("the version %j is refused after 0.1.0", (version, reason) => {
  expect(() => requireNextVersion(version, "0.1.0")).toThrow(reason);
});

test.each([
  ["no heading", "# Changelog\n", "CHANGELOG.md must have one line ## [Unreleased]."],
  ["two headings", changelog + changelog, "CHANGELOG.md must have one line ## [Unreleased]."],
  [
    "only headings",
    changelog.replace("- Something.", ""),
    "CHANGELOG.md has nothing under ## [Unreleased].",
  ],
  [
    "the version",
    changelog.replace("0.1.0", "0.2.0"),
    "CHANGELOG.md has the version 0.2.0 already.",
  ],
])("a changelog with %s is refused", (_, text, problem) => {
  expect(datedChangelog(text, "0.2.0", "2026-11-28")).toEqual({ problem });
});

test("the project's own changelog can be dated", () => {
  const text = readFileSync(path.join(__dirname, "../../../CHANGELOG.md"), "utf8");
  expect(datedChangelog(text, "99.0.0", "2026-11-28")).toHaveProperty("text");
});
