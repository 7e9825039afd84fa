import { execFile } from "node:child_process";
import path from "node:path";

/** The checkout. */
export const root = path.join(__dirname, "..", "..", "..");

/** What a command did. */
export interface CommandResult {
  readonly status: number;
  /** Standard output and standard error, in the order in which each was written. */
  readonly output: string;
  readonly stdout: string;
  readonly seconds: number;
}

/** Runs a command in the checkout; it may fail. */
export function attempt(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      { cwd: root, env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => {
        resolve({
          status: child.exitCode ?? -1,
          output: stdout + stderr,
          stdout,
          seconds: (Date.now() - started) / 1000,
        });
      },
    );
  });
}

/** Runs a command in the checkout and throws, with all it printed, if it fails. */
export async function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const result = await attempt(command, args, environment);
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${result.status}:\n${result.output}`);
  }
  return result;
}

/** Runs docker and returns what it printed, as lines. */
export async function docker(...args: string[]): Promise<string[]> {
  const { stdout } = await run("docker", args);
  return stdout.split("\n").filter((line) => line !== "");
}
