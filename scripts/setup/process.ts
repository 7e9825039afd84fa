import { spawn, type SpawnOptions } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/user-error";
import { cacheFolder } from "./places";

/** How a command ended, and what it wrote. */
export interface Result {
  /** Exit code; 127 if there is no such command, 124 if it ran out of time. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a command. */
export interface Options extends Pick<SpawnOptions, "cwd" | "env"> {
  /** Milliseconds after which the command is stopped. Default: no limit. */
  readonly timeout?: number;
  /** What the command reads from its standard input. Default: nothing. */
  readonly input?: string;
}

/** Runs a command to its end, whatever its exit code, and returns what it wrote. */
export function capture(
  command: string,
  args: readonly string[],
  { input, ...options }: Options = {},
): Promise<Result> {
  return new Promise((resolve) => {
    const stdin = input === undefined ? "ignore" : "pipe";
    const child = spawn(command, args, { ...options, stdio: [stdin, "pipe", "pipe"] });
    // A command may end without reading it.
    child.stdin?.on("error", () => undefined).end(input);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
    child.on("error", (error) => {
      resolve({ code: 127, stdout, stderr: error.message });
    });
    child.on("close", (code) => {
      resolve({ code: code ?? 124, stdout, stderr });
    });
  });
}

/**
 * Runs a long command with its output in a log.
 *
 * @param log Name of the log in the cache's `logs` folder.
 * @throws UserError with the log's last lines and its path if the command fails.
 */
export async function runLogged(
  log: string,
  command: string,
  args: readonly string[],
  options: Options = {},
): Promise<void> {
  const logs = join(cacheFolder, "logs");
  mkdirSync(logs, { recursive: true });
  const path = join(logs, `${log}.log`);
  const file = openSync(path, "w");
  const code = await new Promise<number>((resolve, reject) => {
    spawn(command, args, { ...options, stdio: ["ignore", file, file] })
      .on("error", reject)
      .on("close", (exitCode) => {
        resolve(exitCode ?? 124);
      });
  }).finally(() => {
    closeSync(file);
  });
  if (code === 0) return;
  const lastLines = readFileSync(path, "utf8").trimEnd().split("\n").slice(-20);
  throw new UserError(
    `${command} failed with exit code ${code}. The last lines of ${path}:\n` +
      lastLines.map((each) => `  ${each}`).join("\n"),
  );
}
