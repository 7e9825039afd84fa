import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { UserError } from "../../common/user-error";
import { confirm } from "../terminal/confirm";
import { readState } from "./recover/state";
import { runScript } from "../terminal/run-script";

/**
 * Forgets the current stack without touching what it has deployed, for an engine or a cluster that no longer
 * exists. The stack's file stays.
 *
 * Usage: drop.ts; YES=STACK if nobody can be asked
 */
async function drop(): Promise<void> {
  const { resources, stack: name } = readState();
  const stack = basename(name);
  const deployed = resources.filter(
    ({ type }) => /^(docker|kubernetes):/.test(type) && !type.endsWith("RemoteImage"),
  );
  console.log(describeDrop(stack, deployed.length));
  await confirm(stack, "make drop");
  const args = ["stack", "rm", "--force", "--yes", "--preserve-config", "--non-interactive"];
  const { status } = spawnSync("pulumi", [...args, process.env.PULUMI_STACK ?? stack], {
    stdio: "inherit",
  });
  if (status !== 0)
    throw new UserError(`The stack ${stack} could not be removed; Pulumi says why above.`);
  console.log(`\`make up STACK=${stack}\` deploys the platform from scratch.`);
}

/** @param count How many containers, volumes and other objects the state has. */
function describeDrop(stack: string, count: number): string {
  if (count === 0) return `This forgets the stack ${stack}, whose state has no resources.`;
  return (
    `This forgets the stack ${stack} and its state, which lists ${count} ` +
    `${count === 1 ? "resource" : "resources"} such as containers and volumes. None of them is touched: whatever still ` +
    "exists keeps running, but Pulumi no longer knows about it."
  );
}

runScript(drop);
