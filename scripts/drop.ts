import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { UserError } from "../user-error";
import { confirm } from "./confirm";
import { readState } from "./recover/state";

/**
 * Forgets the current stack without touching what it has deployed, for an engine or a cluster that is gone for
 * good. The stack's file stays.
 *
 * Usage: drop.ts; YES=STACK where nobody can be asked
 */
async function drop(): Promise<void> {
  const { resources, stack: name } = readState();
  const stack = basename(name);
  const deployed = resources.filter(
    ({ type }) => /^(docker|kubernetes):/.test(type) && !type.endsWith("RemoteImage"),
  );
  console.log(
    `The state of the stack ${stack} has ${deployed.length} containers, volumes and other objects. It is ` +
      "forgotten, and nothing of that is touched: what still runs somewhere goes on without a state.",
  );
  await confirm(stack, "make drop");
  const args = ["stack", "rm", "--force", "--yes", "--preserve-config", "--non-interactive"];
  const { status } = spawnSync("pulumi", [...args, process.env.PULUMI_STACK ?? stack], {
    stdio: "inherit",
  });
  if (status !== 0) throw new UserError("The stack is still there.");
  console.log(`\`make up STACK=${stack}\` deploys it anew.`);
}

drop().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
