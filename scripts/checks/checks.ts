import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findCommand, localFolder, root } from "../setup/places";
import { capture } from "../setup/process";
import { jestArguments } from "./jest";

/** A check of the sources, which a command does. */
export interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** The suite of tests that need no engine. */
export const unitSuites = ["unit"];

/** What `make check` does, apart from the shell scripts. */
export function checks(): Check[] {
  const node = (name: string, tool: string, ...args: string[]) => ({
    name,
    command: join(root, "node_modules/.bin", tool),
    args,
  });
  const cache = (name: string) => join(localFolder, "check", name);
  return [
    node("types", "tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", cache("types.json")),
    node("lint", "eslint", "--max-warnings=0", "."),
    node("format", "prettier", "--check", "--log-level=warn", "."),
    node("unit tests", "jest", ...jestArguments(unitSuites)),
  ];
}

/** The check of the shell scripts; undefined where shellcheck is missing and may not be installed. */
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

function shellScripts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter(
      (path) => statSync(path).isFile() && /^#!.*\b(ba)?sh\b/.test(readFileSync(path, "utf8")),
    );
}
