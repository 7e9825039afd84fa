import { chooseBackend } from "./backend";
import { StackConfig } from "./stack-config";
import { runScript } from "../terminal/run-script";

/**
 * Synchronizes the current stack's file with the copy that Pulumi uses: changes made with Pulumi go into the
 * file, changes of the file into the copy. It ends with 1 if it refuses a change.
 */
function sync(): void {
  const config = new StackConfig(process.env.PULUMI_STACK ?? "", chooseBackend(process.env));
  const { done, refused } = config.carryOver();
  config.refresh();
  for (const line of [...done, ...refused]) process.stderr.write(`${line}.\n`);
  if (refused.length > 0) process.exitCode = 1;
}

runScript(sync);
