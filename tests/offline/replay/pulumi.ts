import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { pluginPath } from "./plugin";
import type { Declaration, Json } from "./recording";

const run = promisify(execFile);
const modules = join(__dirname, "../../../node_modules");

/** What a command of the Pulumi CLI did. */
export interface Outcome {
  readonly ok: boolean;
  /** Events of the engine, see sdk/go/common/apitype/events.go in pulumi/pulumi. */
  readonly events: readonly Record<string, Json>[];
}

/** A stack of the real Pulumi CLI, with the stand-in as its only plugin. */
export class Stack {
  private readonly folder = mkdtempSync(join(tmpdir(), "docker-cli-"));
  private readonly environment: NodeJS.ProcessEnv;

  constructor(private readonly name: string) {
    cpSync(join(__dirname, "program"), this.folder, { recursive: true });
    symlinkSync(modules, join(this.folder, "node_modules"));
    const plugin = join(this.folder, "home/plugins/resource-docker-v5.2.0/pulumi-resource-docker");
    mkdirSync(dirname(plugin), { recursive: true });
    symlinkSync(pluginPath, plugin);
    mkdirSync(join(this.folder, "state"));
    this.environment = {
      ...process.env,
      DECLARATIONS: join(this.folder, "declarations.json"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      // Allows --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }

  async create(): Promise<void> {
    await this.pulumi("stack", "init");
  }

  /** Runs `preview`, `up`, `refresh` or `destroy`. */
  async operate(command: string, program: readonly Declaration[]): Promise<Outcome> {
    writeFileSync(join(this.folder, "declarations.json"), JSON.stringify(program));
    const log = join(this.folder, "events.json");
    rmSync(log, { force: true });
    const flags = command === "preview" ? ["--diff"] : ["--yes", "--skip-preview"];
    const ok = await this.pulumi(command, ...flags, "--event-log", log).then(
      () => true,
      () => false,
    );
    const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
    return { ok, events: lines.map((line) => JSON.parse(line) as Record<string, Json>) };
  }

  /** Resources of the docker provider as `stack export` shows them. */
  async resources(): Promise<Record<string, Json>[]> {
    const { deployment } = JSON.parse(await this.pulumi("stack", "export")) as {
      deployment: { resources?: Record<string, Json>[] };
    };
    return (deployment.resources ?? []).filter(
      ({ type }) => typeof type === "string" && type.startsWith("docker:"),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async pulumi(...args: string[]): Promise<string> {
    const { stdout } = await run("pulumi", [...args, "--non-interactive", "--stack", this.name], {
      cwd: this.folder,
      env: this.environment,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }
}
