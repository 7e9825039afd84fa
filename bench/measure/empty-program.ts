import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../tests/e2e/support/command";
import { measureCommand } from "./command";

/** Times in seconds of a program that loads Pulumi's library and declares nothing, with no provider to start. */
export interface EmptyProgram {
  readonly previews: number[];
  readonly ups: number[];
}

/**
 * The least that Pulumi takes.
 *
 * @param outputs What the program exports. Default: nothing.
 */
export async function timesOfEmptyProgram(count: number, outputs?: object): Promise<EmptyProgram> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-empty-"));
  const environment = {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_STACK: "empty",
    PULUMI_OPTION_CONFIG_FILE: undefined,
  };
  // A floor must not contain the printing of what the program exports.
  const quiet = ["--suppress-outputs"];
  const pulumi = (...args: string[]) =>
    measureCommand("pulumi", ["-C", folder, ...args], environment);
  try {
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "package.json"), '{ "main": "index.js" }');
    writeFileSync(path.join(folder, "outputs.json"), JSON.stringify(outputs ?? {}));
    const source = 'require("@pulumi/pulumi");\nmodule.exports = require("./outputs.json");\n';
    writeFileSync(path.join(folder, "index.js"), source);
    writeFileSync(
      path.join(folder, "Pulumi.yaml"),
      "name: empty\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    );
    await pulumi("stack", "init", "empty");
    await pulumi("up", "--yes", "--skip-preview");
    const times: EmptyProgram = { previews: [], ups: [] };
    while (times.ups.length < count) {
      times.previews.push((await pulumi("preview", ...quiet)).seconds);
      times.ups.push((await pulumi("up", "--yes", "--skip-preview", ...quiet)).seconds);
    }
    return times;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
