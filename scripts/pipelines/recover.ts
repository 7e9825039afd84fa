import { pipelines } from "../setup/project";
import { repair } from "../stack/recover/repair";
import { thePipelines } from "../stack/recover/subject";
import { runScript } from "../terminal/run-script";

/**
 * Brings the pipelines of the current stack back, whatever interrupted or damaged them; see {@link repair}. It can be
 * run again at any time.
 *
 * Usage: recover.ts
 */
async function recover(): Promise<void> {
  process.chdir(pipelines.folder);
  await repair(thePipelines);
}

runScript(recover);
