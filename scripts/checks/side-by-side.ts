import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "../setup/places";

/** A command and its arguments, run in the checkout. */
export type Command = readonly [string, ...string[]];

/** A run of Jest beside another one. */
export interface Aside {
  /** What its lines begin with. */
  readonly name: string;
  readonly command: Command;
  /** Path of the file that gets all it prints. */
  readonly log: string;
}

/** How long after the end of a command its last output may come. */
const lastOutputMilliseconds = 2000;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs two commands at the same time and waits for both. The first one prints as it goes; of the other one only the line
 * that Jest prints for a finished file, and after both have ended everything. A signal that asks this process to end
 * ends both, with what they have started, and then this process.
 *
 * @returns Their exit codes; 1 for a command that could not start or was ended by a signal.
 */
export async function runSideBySide(first: Command, aside: Aside): Promise<[number, number]> {
  const children: ChildProcess[] = [];
  let interruption: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    interruption = signal;
    for (const { pid } of children) if (pid !== undefined) killGroup(pid, signal);
  };
  // Before anything is started that it would have to end.
  for (const signal of signals) process.on(signal, interrupt);
  const one = start(first, "inherit");
  const other = start(aside.command, "pipe");
  children.push(one, other);
  follow(other, aside);
  const codes = await Promise.all([endOf(one), endOf(other)]);
  for (const signal of signals) process.off(signal, interrupt);
  console.log(`\n${aside.name}, in full:\n${readFileSync(aside.log, "utf8")}`);
  if (interruption !== undefined) process.kill(process.pid, interruption);
  return codes;
}

/** In a process group of its own, so that a signal reaches all of it, and each process once. */
function start([command, ...args]: Command, output: "inherit" | "pipe"): ChildProcess {
  return spawn(command, args, { cwd: root, detached: true, stdio: ["ignore", output, output] });
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
    // Whoever was left behind may keep the output open.
    child.on("exit", (code) => {
      setTimeout(() => {
        for (const stream of [child.stdout, child.stderr]) stream?.destroy();
        resolve(code ?? 1);
      }, lastOutputMilliseconds).unref();
    });
  });
}

function follow({ stdout, stderr }: ChildProcess, { name, log }: Aside): void {
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, "");
  console.log(`${name}: runs beside the rest; its output so far is in ${relative(root, log)}`);
  for (const stream of [stdout, stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (text: string) => {
      appendFileSync(log, text);
      const lines = `${rest}${text}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.map(stripVTControlCharacters)) {
        if (/^(PASS|FAIL) /.test(line)) console.log(`${name}: ${line}`);
      }
    });
  }
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
