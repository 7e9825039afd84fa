import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { PipelinesOutputs } from "../../../scripts/pipelines/outputs";
import { until } from "../../support/until";
import { attempt, type CommandResult, root, run } from "./command";
import { quickImage } from "./quick-images";
import { freePorts, interrupt, type TestStack } from "./stack";

type Config = Readonly<Record<string, unknown>>;

/** A stack of the pipelines on the platform of a test, in the same backend and with its names. */
export class TestPipelines {
  private constructor(
    readonly platform: TestStack,
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private config: Config,
  ) {
    this.configure({});
  }

  /**
   * Makes the stack, empty, with free ports.
   *
   * @param images The images, by their keys. Default: those that this machine has.
   */
  static async create(
    platform: TestStack,
    config: Config,
    images: Config = machineImages(),
  ): Promise<TestPipelines> {
    const folder = mkdtempSync(path.join(tmpdir(), `${platform.name}-pipelines-`));
    const port = await freePorts(5);
    const pipelines = new TestPipelines(
      platform,
      folder,
      {
        ...platform.commandEnvironment,
        PULUMI_OPTION_CONFIG_FILE: path.join(folder, "config.yaml"),
      },
      {
        ...images,
        ...{ objectStorePort: port, postgresPort: port + 1, connectPort: port + 2 },
        ...{ nifiPort: port + 3, prefectPort: port + 4 },
        ...config,
      },
    );
    const file = path.join(folder, "Pulumi.yaml");
    writeFileSync(file, "name: kafka-pipelines\nruntime: nodejs\n");
    await run("pulumi", ["-C", folder, "stack", "init", platform.name], pipelines.environment);
    return pipelines;
  }

  /** Changes the configuration; undefined takes a value away. */
  configure(changes: Config): void {
    this.config = { ...this.config, ...changes };
    const config = Object.entries(this.config)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [string, unknown] => [`kafka-pipelines:${key}`, value]);
    const file = path.join(this.folder, "config.yaml");
    const salt = saltIn(path.join(this.folder, `Pulumi.${this.platform.name}.yaml`));
    writeFileSync(file, stringify({ ...salt, config: Object.fromEntries(config) }));
  }

  /** Runs a command of Pulumi on the stack; it may fail. */
  attempt(...args: string[]): Promise<CommandResult> {
    return attempt("pulumi", ["-C", path.join(root, "pipelines"), ...args], this.environment);
  }

  /** Runs a command of Pulumi on the stack. */
  async pulumi(...args: string[]): Promise<CommandResult> {
    const result = await this.attempt(...args);
    if (result.status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${result.output}`);
    return result;
  }

  up(): Promise<CommandResult> {
    return this.pulumi("up", "--yes", "--skip-preview");
  }

  /** Runs one of the pipelines' scripts, as `make` does. */
  make(script: string, ...args: string[]): Promise<CommandResult> {
    const node = ["--require", "./common/typescript.js", `scripts/pipelines/${script}.ts`, ...args];
    return attempt("node", node, this.environment);
  }

  /** Adds to the environment of the commands. */
  setEnvironment(changes: NodeJS.ProcessEnv): void {
    Object.assign(this.environment, changes);
  }

  /** Begins a command of Pulumi and interrupts it as Ctrl-C does, once `when` holds. */
  interrupt(
    args: readonly string[],
    when: (output: string) => Promise<boolean>,
  ): Promise<CommandResult> {
    return interrupt(["-C", path.join(root, "pipelines"), ...args], this.environment, when);
  }

  /** Waits until the status finds nothing wrong, such as Connect, which was stopped a moment ago. @returns what it prints */
  async wellStatus(): Promise<string> {
    let output = "";
    const isWell = async () => {
      const result = await this.make("status");
      output = result.output;
      return result.status === 0;
    };
    const patience = { seconds: 120, everyMilliseconds: 1000 };
    await until(isWell, { what: "a status without problems", ...patience }).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}:\n${output}`);
      },
    );
    return output;
  }

  async outputs(): Promise<PipelinesOutputs> {
    const { stdout } = await this.pulumi("stack", "output", "--json", "--show-secrets");
    return JSON.parse(stdout) as PipelinesOutputs;
  }

  /** Asks the tables with SQL, as `make pipelines-tables` does. */
  async ask(sql: string): Promise<Readonly<Record<string, unknown>>[]> {
    const node = ["--require", "./common/typescript.js", "scripts/pipelines/tables.ts", "--json"];
    const { stdout } = await run("node", node, { ...this.environment, SQL: sql });
    const lines = stdout.split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  }

  /** Name of a container of the pipelines. */
  container(host: string): string {
    return `${this.platform.prefix}${host}`;
  }

  /** Destroys the stack. Containers and volumes that it leaves are removed with those of the platform. */
  async remove(): Promise<void> {
    await this.attempt("destroy", "--yes", "--skip-preview");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * The images that this machine has for the pipelines, whose names the set-up leaves in its copy of the dev stack; Spark's
 * and Connect's with a JVM that starts quicker.
 */
export function machineImages(): Config {
  const file = path.join(root, ".local/pipelines/config/Pulumi.dev.yaml");
  const { config = {} } = parse(readFileSync(file, "utf8")) as { config?: Config };
  const images = Object.entries(config).filter(([key]) => key.endsWith("Image"));
  return Object.fromEntries(
    images.map(([full, value]) => {
      const [, key = ""] = full.split(":");
      if (key === "connectImage") return [key, quickImage(String(value))];
      // Spark's scripts have no variable of their own.
      return [key, key === "sparkImage" ? quickImage(String(value), "JAVA_TOOL_OPTIONS") : value];
    }),
  );
}

function saltIn(file: string): object {
  try {
    const { encryptionsalt } = parse(readFileSync(file, "utf8")) as { encryptionsalt?: string };
    return encryptionsalt === undefined ? {} : { encryptionsalt };
  } catch {
    return {};
  }
}
