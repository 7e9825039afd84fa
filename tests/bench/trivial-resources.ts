import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "../e2e/support/command";
import type { Seconds } from "./table";

const program = path.join(__dirname, "trivial");

/** What Pulumi itself takes for as many resources that do nothing. */
export async function trivialResources(count: number): Promise<Seconds> {
  const folder = mkdtempSync(path.join(tmpdir(), "trivial-"));
  const environment = {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_STACK: "bench",
    PULUMI_OPTION_CONFIG_FILE: path.join(folder, "config.yaml"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const pulumi = (...args: string[]) => run("pulumi", ["-C", program, ...args], environment);
  const seconds = async (...args: string[]) =>
    (await pulumi(...args, "--yes", "--skip-preview")).seconds;
  try {
    await pulumi("stack", "init", "bench");
    const stackFile = path.join(program, "Pulumi.bench.yaml");
    cpSync(stackFile, environment.PULUMI_OPTION_CONFIG_FILE);
    rmSync(stackFile);
    await pulumi("config", "set", "count", String(count));
    return {
      create: await seconds("up"),
      noOp: await seconds("up", "--expect-no-changes"),
      refresh: await seconds("refresh"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
