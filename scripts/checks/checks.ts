import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { entry } from "../setup/cache";
import { findCommand, localFolder, root } from "../setup/places";
import { capture, runLogged } from "../setup/process";
import { jestArguments } from "./jest";

/** A check of the sources that a command makes. */
export interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where it is started. Default: the checkout. */
  readonly cwd?: string;
}

/** The suite of tests that need no engine. */
export const unitSuites = ["unit", "console"];

/** Code and documentation in English. Tests quote what users write. */
const spelled = [
  ...[
    "*.md",
    ".github/**/*.md",
    "docs/*.md",
    "{examples,offline,pipelines}/**/*.md",
    "{,pipelines/}Pulumi*.yaml",
    "pipelines/topics.yaml",
    "Makefile",
  ],
  ...[
    "*.ts",
    "{bench,common,components,examples,kafka,offline,pipelines,program,provider}/**/*.{ts,tsx,mjs}",
    "{examples,pipelines}/**/*.py",
  ],
  "{scripts,settings,targets}/**/*.ts",
];

const actionlintModule = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/** The checks of `make check`, apart from those that need a tool that may be missing. */
export function checks(): Check[] {
  const node = (name: string, tool: string, ...args: string[]) => ({
    name,
    command: join(root, "node_modules/.bin", tool),
    args,
  });
  const cache = (name: string) => join(localFolder, "check", name);
  // Skip unchanged files: a fresh clone, as in CI, skips none.
  const unchanged = (name: string) => [
    ...["--cache", "--cache-strategy", "content", "--cache-location", cache(name)],
  ];
  return [
    node("types", "tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", cache("types.json")),
    node("console types", "tsc", "--noEmit", "--project", "tests/console"),
    node("lint", "eslint", "--max-warnings=0", ...unchanged("lint.json"), "."),
    node("format", "prettier", "--check", "--log-level=warn", ...unchanged("format.json"), "."),
    node(
      "spelling",
      "cspell",
      ...["lint", "--config", "scripts/checks/spelling.json", "--no-progress", "--no-summary"],
      ...[...unchanged("spelling.json"), ...spelled],
    ),
    // On all cores: the other checks end long before, and some of these tests wait.
    node("unit tests", "jest", "--maxWorkers=100%", ...jestArguments(unitSuites)),
  ];
}

/** The check of the shell scripts; undefined if shellcheck is missing and may not be installed. */
export async function shellCheck(): Promise<Check | undefined> {
  if (!findCommand("shellcheck") && process.getuid?.() === 0 && findCommand("apt-get")) {
    const install =
      "apt-get -qq update && apt-get -qq install --yes --no-install-recommends shellcheck";
    await capture("sh", ["-c", install]);
  }
  if (!findCommand("shellcheck")) return undefined;
  const scripts = ["scripts", "offline", "kafka", "bench", "tests", ".ci"].flatMap((folder) =>
    shellScripts(join(root, folder)),
  );
  return { name: "shell scripts", command: "shellcheck", args: scripts };
}

/** The check of GitHub's workflows; undefined if actionlint is missing and cannot be built. */
export async function workflowCheck(): Promise<Check | undefined> {
  const command = await actionlint();
  return command === undefined ? undefined : { name: "workflows", command, args: [] };
}

async function actionlint(): Promise<string | undefined> {
  const onPath = findCommand("actionlint");
  if (onPath ?? !findCommand("go")) return onPath;
  const make = (folder: string) =>
    runLogged("actionlint-build", "go", ["install", actionlintModule], {
      env: { ...process.env, GOBIN: folder },
    });
  const key = `${process.platform}-${process.arch}`;
  const folder = await entry(`actionlint-${actionlintModule.split("@v")[1]}-${key}`, make).catch(
    () => undefined,
  );
  return folder && join(folder, "actionlint");
}

const schemaChecker = "check-jsonschema==0.39.0";

/** The files that GitHub and GitLab read, with the names of their schemas in check-jsonschema. */
const forgeFiles = {
  pipelines: ["vendor.gitlab-ci", ".gitlab-ci.yml", "--data-transform", "gitlab-ci"],
  "issue forms": [
    "vendor.github-issue-forms",
    ...[".github/ISSUE_TEMPLATE/bug.yml", ".github/ISSUE_TEMPLATE/feature.yml"],
  ],
  "issue settings": ["vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"],
  dependabot: ["vendor.dependabot", ".github/dependabot.yml"],
};

/** The checks of forges' files against their schemas; undefined if there is no pip to get the tool with. */
export async function forgeChecks(): Promise<Check[] | undefined> {
  if (!findCommand("python3")) return undefined;
  const make = (folder: string) =>
    runLogged("check-jsonschema", "python3", [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
      ...["--target", folder, schemaChecker],
    ]);
  const modules = await entry(schemaChecker.replace("==", "-"), make).catch(() => undefined);
  if (modules === undefined) return undefined;
  const python = [`PYTHONPATH=${modules}`, "python3", "-m", "check_jsonschema"];
  return Object.entries(forgeFiles).map(([name, args]) => ({
    name,
    command: "env",
    args: [...python, "--builtin-schema", ...args],
  }));
}

function shellScripts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.split("/").includes("node_modules"))
    .map((name) => join(folder, name))
    .filter(
      (path) => statSync(path).isFile() && /^#!.*\b(ba)?sh\b/.test(readFileSync(path, "utf8")),
    );
}
