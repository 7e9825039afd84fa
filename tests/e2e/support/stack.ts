import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parse, stringify } from "yaml";
import type { DirectConnection } from "../../../targets/connection";
import { keepWritten } from "../../../common/written";
import { attempt, type CommandResult, docker, root, run } from "./command";
import { quickImage } from "./quick-images";

type Config = Readonly<Record<string, unknown>>;

/** A step of an operation on a resource, such as `replace platform-kafka`. */
export interface Step {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
}

/**
 * A stack of a test's own: its backend, configuration, names and ports are like nobody else's, so
 * that it lives beside a running platform and other tests.
 */
export class TestStack {
  readonly prefix: string;
  private readonly folder: string;
  private readonly configFile: string;
  private environment: NodeJS.ProcessEnv;

  private constructor(
    readonly name: string,
    private config: Config,
  ) {
    this.prefix = String(config.namePrefix);
    // What has the prefix is removed in the end: without one, that would be everything on the engine.
    if (!this.prefix) throw new Error("A test's stack needs a namePrefix of its own");
    this.folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
    this.configFile = path.join(this.folder, "config.yaml");
    this.environment = {
      PULUMI_BACKEND_URL: `file://${this.folder}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_STACK: name,
      PULUMI_OPTION_CONFIG_FILE: this.configFile,
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    this.configure({});
  }

  /** Makes the stack, empty, with free ports for up to three of each server. */
  static async create(name: string, config: Config = {}): Promise<TestStack> {
    const kafkaUiPort = await freePorts(7);
    const stack = new TestStack(name, {
      ...machineImages(),
      namePrefix: `${name}-${process.pid}-`,
      kafkaUiPort,
      zookeeperPort: kafkaUiPort + 1,
      brokerPort: kafkaUiPort + 4,
      ...config,
    });
    await stack.init();
    return stack;
  }

  /** Makes the stack in its backend, which must not have it. */
  async init(): Promise<void> {
    // `stack init` writes its salt beside Pulumi.yaml: not beside the project's own.
    writeFileSync(path.join(this.folder, "Pulumi.yaml"), "name: kafka-platform\nruntime: nodejs\n");
    await run("pulumi", ["-C", this.folder, "stack", "init", this.name], this.environment);
  }

  /**
   * Locks the stack as an update of a process of this machine does.
   *
   * @returns What takes the lock off.
   */
  lock(pid: number): () => void {
    const folder = path.join(this.folder, ".pulumi/locks/organization/kafka-platform", this.name);
    const file = path.join(folder, "0a1b2c3d.json");
    mkdirSync(folder, { recursive: true });
    const lock = { pid, username: "ana", hostname: hostname(), timestamp: new Date() };
    writeFileSync(file, JSON.stringify(lock));
    return () => rmSync(file);
  }

  /** Changes the configuration; undefined takes a value away. */
  configure(changes: Config): void {
    this.config = { ...this.config, ...changes };
    const config = Object.entries(this.config)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [string, unknown] => [`kafka-platform:${key}`, value]);
    const kept =
      readSalt(path.join(this.folder, `Pulumi.${this.name}.yaml`)) ?? readSalt(this.configFile);
    writeFileSync(
      this.configFile,
      stringify({ ...kept, config: Object.fromEntries(config) }, keepWritten),
    );
  }

  /** Sets a secret value of the configuration, encrypted by the stack's passphrase. */
  async setSecret(key: string, value: string): Promise<void> {
    // Pulumi writes the value beside the Pulumi.yaml that it finds, in a file of its own.
    const args = ["config", "set", "--secret", `kafka-platform:${key}`, value];
    await run("pulumi", ["-C", this.folder, ...args], {
      ...this.environment,
      PULUMI_OPTION_CONFIG_FILE: undefined,
    });
    const file = path.join(this.folder, `Pulumi.${this.name}.yaml`);
    const { config } = parse(readFileSync(file, "utf8")) as { config: Config };
    this.configure({ [key]: config[`kafka-platform:${key}`] });
  }

  /** A value of the configuration. */
  get(key: string): unknown {
    return this.config[key];
  }

  /** The whole configuration. */
  get settings(): Config {
    return this.config;
  }

  /** Adds to the environment of Pulumi's commands. */
  setEnvironment(changes: NodeJS.ProcessEnv): void {
    this.environment = { ...this.environment, ...changes };
  }

  /** The environment of a command that works on the stack. */
  get commandEnvironment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.environment };
  }

  /** Runs a command of Pulumi on the stack; it may fail. */
  attempt(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    return attempt("pulumi", args, { ...this.environment, ...environment });
  }

  /** Runs a command of Pulumi on the stack. */
  pulumi(...args: string[]): Promise<CommandResult> {
    return run("pulumi", args, this.environment);
  }

  /** Runs one of the project's scripts on the stack, as `make` does. */
  make(script: string, ...args: string[]): Promise<CommandResult> {
    const node = ["--require", "./common/typescript.js", script, ...args];
    return attempt("node", node, this.environment);
  }

  up(...flags: string[]): Promise<CommandResult> {
    return this.pulumi("up", "--yes", "--skip-preview", ...flags);
  }

  /** Runs a command of Pulumi, and kills it with all that it has started as soon as `when` holds. */
  async kill(args: readonly string[], when: () => Promise<boolean>): Promise<void> {
    const environment = { ...process.env, ...this.environment };
    const child = spawn("pulumi", args, { cwd: root, env: environment, stdio: "ignore" });
    const ended = once(child, "exit");
    // Bounded by the command, which ends.
    while (!(await when())) {
      if (child.exitCode !== null) throw new Error(`pulumi ended with ${child.exitCode} before`);
      await pause(200);
    }
    await killTree(child.pid ?? 0);
    await ended;
  }

  /** Begins a command of Pulumi and interrupts it as Ctrl-C does, once `when` holds; the time is that of its end. */
  interrupt(
    args: readonly string[],
    when: (output: string) => Promise<boolean>,
  ): Promise<CommandResult> {
    return interrupt(args, this.environment, when);
  }

  /**
   * Begins a command of Pulumi and kills it alone, without what it has started, once `when` resolves.
   *
   * @returns What it had started.
   */
  async killAlone(
    args: readonly string[],
    { when, environment }: { when: Promise<unknown>; environment: NodeJS.ProcessEnv },
  ): Promise<Process[]> {
    const env = { ...process.env, ...this.environment, ...environment };
    const child = spawn("pulumi", args, { cwd: root, env, stdio: "ignore" });
    const ended = once(child, "exit");
    const isFirst = await Promise.race([when.then(() => true), ended.then(() => false)]);
    if (!isFirst) throw new Error(`pulumi ended with ${child.exitCode} before`);
    const started = await descendantsOf(child.pid ?? 0);
    child.kill("SIGKILL");
    await ended;
    return started;
  }

  /**
   * Begins an `up` and kills it, with all that it started, once it has printed what matches.
   *
   * @returns What it had printed; undefined where it ended before.
   */
  killUp(when: RegExp, delayMilliseconds = 0): Promise<string | undefined> {
    const child = spawn("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive"], {
      cwd: root,
      env: { ...process.env, ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [printed, isKilled] = ["", false];
    const read = (data: Buffer) => {
      printed += data.toString();
      if (isKilled || !when.test(printed)) return;
      isKilled = true;
      setTimeout(() => void killTree(child.pid ?? 0), delayMilliseconds);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (_code, signal) => resolve(signal === "SIGKILL" ? printed : undefined));
    });
  }

  /** How clients on this machine reach the brokers. */
  get connection(): DirectConnection {
    const first = Number(this.config.brokerPort);
    const brokers = Number(this.config.brokers ?? 1);
    const addresses = Array.from({ length: brokers }, (_, index) => `localhost:${first + index}`);
    return { via: "direct", addresses };
  }

  /** What an `up` would do, apart from what stays the same. */
  async plan(): Promise<Step[]> {
    const { stdout } = await this.pulumi("preview", "--json");
    const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
    return steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => ({
        operation: op,
        type: urn.split("::")[2]?.split("$").at(-1) ?? "",
        name: urn.split("::")[3] ?? "",
      }));
  }

  /** The URN of the first resource of a type, which must be there. */
  async urn(type: string): Promise<string> {
    const { stdout } = await this.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources: { type: string; urn: string }[] };
    };
    const found = deployment.resources.find((resource) => resource.type === type);
    if (!found) throw new Error(`The stack has no ${type}`);
    return found.urn;
  }

  /** Puts another state in place of the stack's. */
  async importState(state: object): Promise<void> {
    const file = path.join(this.folder, "state.json");
    writeFileSync(file, JSON.stringify(state));
    await this.pulumi("stack", "import", "--file", file);
  }

  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.pulumi("stack", "output", "--json");
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** Names on the engine that carry the stack's prefix, without it. */
  async containers(): Promise<string[]> {
    return this.named(await docker("ps", "--all", "--format", "{{.Names}}"));
  }

  async networks(): Promise<string[]> {
    return this.named(await docker("network", "ls", "--format", "{{.Name}}"));
  }

  async volumes(): Promise<string[]> {
    return this.named(await docker("volume", "ls", "--format", "{{.Name}}"));
  }

  /** Removes whatever the stack has left, whether or not the test passed. */
  async remove(): Promise<void> {
    await this.attempt(["destroy", "--yes", "--skip-preview"]);
    for (const [kind, names] of [
      ["container", await this.containers()],
      ["network", await this.networks()],
      ["volume", await this.volumes()],
    ] as const) {
      const force = kind === "container" ? ["--force", "--volumes"] : [];
      for (const name of names) await docker(kind, "rm", ...force, `${this.prefix}${name}`);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private named(names: string[]): string[] {
    return names
      .filter((name) => name.startsWith(this.prefix))
      .map((name) => name.slice(this.prefix.length))
      .sort();
  }
}

/** Begins a command of Pulumi and interrupts it as Ctrl-C does, once `when` holds; the time is that of its end. */
export async function interrupt(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  when: (output: string) => Promise<boolean>,
): Promise<CommandResult> {
  const env = { ...process.env, ...environment };
  const child = spawn("pulumi", args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => (output += data.toString()));
  }
  const ended = once(child, "close");
  while (!(await when(output))) {
    if (child.exitCode !== null) throw new Error(`pulumi ended before:\n${output}`);
    await pause(200);
  }
  const interrupted = Date.now();
  child.kill("SIGINT");
  await ended;
  const seconds = (Date.now() - interrupted) / 1000;
  return { status: child.exitCode ?? -1, output, stdout: output, seconds };
}

/** Ports for each of Jest's workers: what one has found free, the server that is to listen there has not yet taken. */
const portsOfWorker = 2000;
const handedOut = new Set<number>();

/**
 * The first of so many ports in a row that nobody listens on now, and that neither this nor another worker of Jest has
 * handed out. They are below those that the system gives to outgoing connections, so that none of these takes one
 * meanwhile.
 */
export async function freePorts(count: number): Promise<number> {
  const worker = Number(process.env.JEST_WORKER_ID ?? 1) - 1;
  const start = 20_000 + (worker % 5) * portsOfWorker;
  for (;;) {
    const first = randomInt(start, start + portsOfWorker - count);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if (ports.some((port) => handedOut.has(port))) continue;
    const free = await Promise.all(ports.map(isFree));
    if (!free.every(Boolean)) continue;
    for (const port of ports) handedOut.add(port);
    return first;
  }
}

/** A process, and what it was started with. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** All that a process has started, which Pulumi puts into process groups of their own, and what that has. */
async function descendantsOf(pid: number): Promise<Process[]> {
  const { stdout } = await run("ps", ["-e", "-o", "pid=,ppid=,args="]);
  const processes = [...stdout.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map((found) => ({
    pid: Number(found[1]),
    parent: Number(found[2]),
    command: found[3] ?? "",
  }));
  const tree: Process[] = [];
  add(pid);
  return tree;

  function add(parent: number): void {
    for (const each of processes.filter((one) => one.parent === parent)) {
      tree.push(each);
      add(each.pid);
    }
  }
}

/** Whether a process is there. */
export function runs({ pid }: Pick<Process, "pid">): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function killTree(pid: number): Promise<void> {
  for (const each of [{ pid }, ...(await descendantsOf(pid))]) kill(each.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/**
 * The images that this machine has for the platform, whose names the set-up of `make` leaves in its copy of the dev
 * stack; in a test, with a JVM that starts quicker.
 */
export function machineImages(): Config {
  const file = process.env.PULUMI_OPTION_CONFIG_FILE;
  if (!file)
    throw new Error("Run the end-to-end tests by `make test`, which prepares the machine.");
  const { config = {} } = parse(readFileSync(file, "utf8")) as { config?: Record<string, string> };
  const keys = ["zookeeperImage", "brokerImage", "kafkaUiImage", "kafkaUi"];
  const onJvm = ["zookeeperImage", "brokerImage"];
  // What is measured, recorded or released runs on the images themselves.
  const isTest = process.env.JEST_WORKER_ID !== undefined;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = config[`kafka-platform:${key}`];
      if (value === undefined) return [];
      return [[key, isTest && onJvm.includes(key) ? quickImage(value) : value]];
    }),
  );
}

function readSalt(file: string): { encryptionsalt: string } | undefined {
  try {
    const { encryptionsalt } = parse(readFileSync(file, "utf8")) as { encryptionsalt?: string };
    return encryptionsalt === undefined ? undefined : { encryptionsalt };
  } catch {
    return undefined;
  }
}
