import { describeLock } from "./recover/lock";
import { thePipelines } from "./recover/subject";
import { runPulumi } from "./run-pulumi";
import { runScript } from "../terminal/run-script";

/**
 * Runs an update of the current stack without asking, and says what to do if another update has the lock: Pulumi
 * advises to break the lock, although that update may well be running.
 *
 * Usage: update.ts [pipelines] up|refresh|destroy [further flags of that command]
 */
async function update(words: readonly string[]): Promise<void> {
  const ofPipelines = words[0] === "pipelines";
  const [command = "up", ...flags] = ofPipelines ? words.slice(1) : words;
  const args = [command, "--yes", "--skip-preview", ...flags];
  const { code, said } = await runPulumi(args, { keepsTerminal: true });
  if (code === 0) return;
  process.exitCode = code;
  const locked = ofPipelines
    ? describeLock(said, `make pipelines-${command}`, thePipelines)
    : describeLock(said, `make ${command}`);
  if (locked !== undefined) console.error(locked);
}

runScript(() => update(process.argv.slice(2)));
