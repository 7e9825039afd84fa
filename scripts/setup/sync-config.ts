import { chooseBackend } from "./backend";
import { StackConfig } from "./stack-config";
import { runScript } from "../run-script";

/**
 * Brings the current stack's file and the copy of it that Pulumi uses together: what Pulumi was told to
 * change goes into the file, what was changed in the file into the copy. It ends with 1 where it
 * refuses a change.
 */
function sync(): void {
  const config = new StackConfig(process.env.PULUMI_STACK ?? "", chooseBackend(process.env));
  const { done, refused } = config.carryOver();
  config.refresh();
  for (const line of [...done, ...refused]) process.stderr.write(`${line}.\n`);
  if (refused.length > 0) process.exitCode = 1;
}

runScript(sync);
