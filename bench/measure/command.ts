import { spawn } from "node:child_process";
import { root } from "../../tests/e2e/support/command";
import { type Parts, PartsWatch } from "./parts";

/** How long a command took, and how much memory it and its child processes used. */
export interface Cost {
  readonly seconds: number;
  /** Peak resident memory in MiB over all samples; 0 if it cannot be read. */
  readonly peakMiB: number;
  /** The same for the parts of a Pulumi command; empty if they cannot be read. */
  readonly parts: Parts;
}

/** A line of a command's standard output. `at` is in seconds since the command started. */
export type LineListener = (line: string, at: number) => void;

const lookMilliseconds = 250;

/**
 * Runs a command in the checkout and measures it.
 *
 * @param onLine Receives each line of standard output as it arrives.
 * @throws Error with everything the command printed, if it fails.
 */
export async function measureCommand(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  onLine: LineListener = () => undefined,
): Promise<Cost> {
  const started = performance.now();
  const since = () => (performance.now() - started) / 1000;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [printed, rest] = ["", ""];
  child.stdout.on("data", (data: Buffer) => {
    printed += data.toString();
    const lines = (rest + data.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line, since());
  });
  child.stderr.on("data", (data: Buffer) => (printed += data.toString()));
  const watch = new PartsWatch(child.pid ?? 0);
  const timer = setInterval(() => watch.look(), lookMilliseconds);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).finally(() => clearInterval(timer));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${printed}`);
  return { seconds: since(), peakMiB: watch.peakMiB, parts: watch.parts };
}
