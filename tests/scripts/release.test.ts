import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type FixtureStep, release } from "../../scripts/release/release";

const root = path.join(__dirname, "../..");
const changelog = `# Changelog

## [Unreleased]

### Added

- Something.

## [0.1.0] - 2026-01-01

The first.
`;

let folder: string;

/** Runs git in the scratch checkout; returns what it printed. */
function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
}

const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "release-test-"));
  mkdirSync(path.join(folder, "tests/upgrade/fixtures"), { recursive: true });
  const names = { name: "x", version: "0.1.0" };
  write("package.json", `${JSON.stringify(names, null, 2)}\n`);
  const lock = { ...names, lockfileVersion: 3, requires: true, packages: { "": names } };
  write("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
  write("CHANGELOG.md", changelog);
  write("tests/upgrade/fixtures/0.1.0-docker.json", "{}\n");
  git("init", "--quiet", "--initial-branch", "main");
  for (const [key, value] of Object.entries({ name: "test", email: "test@example.org" })) {
    git("config", `user.${key}`, value);
  }
  git("config", "commit.gpgsign", "false");
  git("add", "--all");
  git("commit", "--quiet", "--message", "before");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A step that runs a script in place of the real one. */
function step(script: string, target = "docker"): FixtureStep {
  return { target, command: ["sh", "-c", script] };
}

const writes = (version: string, target = "docker") =>
  step(`cat package.json CHANGELOG.md >tests/upgrade/fixtures/${version}-${target}.json`, target);

function make(fixtures: readonly FixtureStep[], version = "0.2.0") {
  return release({ folder, version, date: "2026-11-28", fixtures });
}

/** What could be left half done: commits, tags, and every file that differs from the last commit. */
function state(): string[] {
  const all = ["--untracked-files=all", "--porcelain"];
  return [git("log", "--format=%s"), git("tag"), git("status", ...all)];
}

const untouched = ["before", "", ""];

test("a release is one commit with a tag, and nothing is pushed", async () => {
  git("init", "--quiet", "--bare", "remote.git");
  write(".git/info/exclude", "remote.git\n");
  git("remote", "add", "origin", "remote.git");
  const lines = await make([
    writes("0.2.0"),
    { ...writes("0.2.0", "kubernetes"), skipped: "needs root on Debian" },
  ]);
  expect(lines).toEqual([
    "Released 0.2.0: a commit on main and the tag v0.2.0. To publish them:",
    "  git push origin main v0.2.0",
    "Left out: the state for the test of upgrades on kubernetes (needs root on Debian). Add it before anything deployed changes:",
    "  make export-state-fixture TARGET=kubernetes",
  ]);
  expect(state()).toEqual(["Release 0.2.0\nbefore", "v0.2.0", ""]);
  expect(git("rev-parse", "v0.2.0^{commit}")).toBe(git("rev-parse", "HEAD"));
  expect(git("cat-file", "-t", "v0.2.0")).toBe("tag");
  expect(git("ls-remote", "origin")).toBe("");
  expect(read("CHANGELOG.md")).toBe(
    changelog.replace("## [Unreleased]\n", "## [Unreleased]\n\n## [0.2.0] - 2026-11-28\n"),
  );
  // The version is set before the state is made, which is named after it.
  expect(read("tests/upgrade/fixtures/0.2.0-docker.json")).toContain('"version": "0.2.0"');
  expect(read("tests/upgrade/fixtures/0.2.0-docker.json")).toContain("## [0.2.0]");
  expect(JSON.parse(read("package.json"))).toEqual({ name: "x", version: "0.2.0" });
  expect(JSON.parse(read("package-lock.json"))).toMatchObject({
    version: "0.2.0",
    packages: { "": { version: "0.2.0" } },
  });
});

test.each<[string, () => readonly FixtureStep[], string | RegExp]>([
  ["fails", () => [step("exit 3")], "sh -c exit 3 ended with 3."],
  ["fails after another", () => [writes("0.2.0"), step("false")], "sh -c false ended with 1."],
  ["is missing", () => [{ target: "docker", command: ["no-such-program"] }], /ENOENT/],
  ["writes nothing", () => [step("true")], "No command has written tests/upgrade/fixtures/0.2.0-"],
  [
    "writes something else",
    () => [writes("0.2.0"), { ...step("touch other"), target: "other" }, writes("0.2.0", "other")],
    "Something else has changed meanwhile:\n?? other",
  ],
])("if a step %s, nothing is released or left", async (_, fixtures, reason) => {
  const failure = await make(fixtures()).catch((error: unknown) => error as Error);
  expect(failure).toBeInstanceOf(Error);
  const { message } = failure as Error;
  expect(message).toMatch(reason);
  expect(message).toMatch(/\nNothing was released; what was changed for it is taken back\.$/);
  rmSync(path.join(folder, "other"), { force: true });
  expect(state()).toEqual(untouched);
});

test.each([
  ["the commit", "pre-commit"],
  ["the commit's message", "commit-msg"],
  ["the tag", "reference-transaction"],
])("if git refuses %s, nothing is released or left", async (_, hook) => {
  mkdirSync(path.join(folder, ".git/hooks"), { recursive: true });
  const isTag = "grep -q refs/tags/";
  const script = hook === "reference-transaction" ? `${isTag} && exit 1; exit 0` : "exit 1";
  writeFileSync(path.join(folder, ".git/hooks", hook), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await expect(make([writes("0.2.0")])).rejects.toThrow("Nothing was released");
  expect(state()).toEqual(untouched);
});

test("another release with the same fixtures folder keeps those that were there", async () => {
  await make([writes("0.2.0")]);
  write("CHANGELOG.md", read("CHANGELOG.md").replace("d]\n", "d]\n\n- More.\n"));
  git("commit", "--quiet", "--all", "--message", "more");
  await expect(make([step("rm tests/upgrade/fixtures/*; false")], "0.3.0")).rejects.toThrow();
  expect(git("status", "--porcelain")).toBe("");
  expect(existsSync(path.join(folder, "tests/upgrade/fixtures/0.2.0-docker.json"))).toBe(true);
  await make([], "0.3.0");
  expect(git("tag")).toBe("v0.2.0\nv0.3.0");
});

test("everything that is in the way is said at once, and nothing is touched", async () => {
  git("tag", "v0.2.0");
  git("checkout", "--quiet", "-b", "topic");
  write("CHANGELOG.md", changelog.replace("- Something.\n", ""));
  write("new", "");
  await expect(make([writes("0.2.0")])).rejects.toThrow(
    [
      "A release is made on main; this is topic.",
      "The checkout must be clean. Commit or remove:",
      " M CHANGELOG.md",
      "?? new",
      "The tag v0.2.0 is there already.",
      "CHANGELOG.md has nothing under ## [Unreleased].",
    ].join("\n"),
  );
  expect(git("status", "--porcelain")).toBe("M CHANGELOG.md\n?? new");
});

test.each(["SIGINT", "SIGTERM"] as const)("after %s, nothing is released or left", async (name) => {
  const options = { folder, version: "0.2.0", date: "2026-11-28" };
  const fixtures = [step("touch .git/started; exec sleep 60")];
  const script = `require("./scripts/release/release").release(${JSON.stringify({ ...options, fixtures })})
    .catch((error) => { console.log(error.message); process.exitCode = 1; });`;
  const args = ["--require", "sucrase/register/ts", "--eval", script];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  while (!existsSync(path.join(folder, ".git/started"))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill(name);
  expect(await ended).toBe(1);
  expect(output).toContain("Nothing was released");
  expect(state()).toEqual(untouched);
});
