import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { neededPython, virtualEnvironment } from "../../../scripts/setup/python";
import { until } from "../../support/until";
import { attempt, type CommandResult, root, run } from "./command";

const folders = { python: "examples/python", node: "examples/node" } as const;

/** A script of the examples. */
export interface Script {
  readonly language: keyof typeof folders;
  readonly file: string;
}

/** Orders of a customer, and their amount in cents. */
export type Totals = Readonly<Record<string, { pedidos: number; centavos: number }>>;

/** Runs the examples as their READMEs say, with Python's packages kept outside the checkout. */
export class Clients {
  private constructor(private readonly python: string) {}

  static async create(): Promise<Clients> {
    const lock = path.join(root, folders.python, "requirements.txt");
    const python = await virtualEnvironment([lock]);
    await run("scripts/node-modules", [folders.node]);
    if (python === undefined) throw new Error(`The examples need ${neededPython}`);
    return new Clients(python);
  }

  /** Runs a script to its end. */
  run(script: Script, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
    const [command, ...first] = this.command(script);
    return attempt(command, [...first, ...args], env);
  }

  /** Starts a script that runs until it is stopped. */
  start(script: Script, env: NodeJS.ProcessEnv): Running {
    const [command, ...args] = this.command(script);
    return new Running(script.file, spawn(command, args, { env: { ...process.env, ...env } }));
  }

  /** What the example of that language has written into its ledger. */
  async totals(language: Script["language"], ledger: string): Promise<Totals> {
    const file = language === "python" ? "show_ledger.py" : "show-ledger.mjs";
    const { stdout, output } = await this.run({ language, file }, [], { LEDGER: ledger });
    if (!stdout.startsWith("{")) throw new Error(output);
    return JSON.parse(stdout) as Totals;
  }

  private command({ language, file }: Script): [string, string] {
    const readme = readFileSync(path.join(root, folders[language], "README.md"), "utf8");
    const shown = language === "python" ? `.venv/bin/python ${file}` : `node ${file}`;
    if (!readme.includes(`\n${shown}`)) throw new Error(`The README does not show \`${shown}\``);
    const command = language === "python" ? this.python : process.execPath;
    return [command, path.join(root, folders[language], file)];
  }
}

/** A script that runs. */
export class Running {
  /** What it has printed so far, on both streams. */
  output = "";
  private readonly ended: Promise<unknown>;

  constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (data: Buffer) => (this.output += data.toString()));
    }
    this.ended = once(child, "close");
  }

  /** Fails, with what it has printed, if it has ended. */
  mustRun(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) return;
    throw new Error(`${this.name} has ended:\n${this.output}`);
  }

  /** Sends it a signal; resolves to its exit code when it has ended, which is null if the signal killed it. */
  async end(signal: "SIGKILL" | "SIGTERM" | "SIGINT"): Promise<number | null> {
    this.child.kill(signal);
    const hasEnded = () => this.child.exitCode !== null || this.child.signalCode !== null;
    await until(hasEnded, { what: `${this.name} to end after ${signal}`, seconds: 30 });
    await this.ended;
    return this.child.exitCode;
  }
}
