import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../../common/user-error";
import { chooseBackend } from "../../setup/backend";
import { root } from "../../setup/places";
import { makeComment } from "./main";
import { isDeployed, runPreview } from "./run-preview";
import { checkOutBase, headCommit } from "./sides";
import { runScript } from "../../terminal/run-script";

/**
 * Previews a stack as the base has it and as this checkout has it, and writes the comment on the
 * difference. It uses the deployed stack if Pulumi is logged in to a backend that has it.
 *
 * Usage: review.ts STACK BASE [OUTPUT]
 */
async function review(stack?: string, base?: string, output?: string): Promise<void> {
  if (!stack || !base) throw new UserError("usage: review.ts STACK BASE [OUTPUT]");
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(root, file))) throw new UserError(`There is no ${file} in this checkout.`);
  const deployed = !chooseBackend(process.env).isLocal && (await isDeployed(stack));
  const checkout = await checkOutBase(base);
  try {
    const baseHasIt = existsSync(join(checkout.folder, file));
    const [before, after] = await Promise.all([
      baseHasIt ? runPreview({ checkout: checkout.folder, stack, deployed }) : undefined,
      runPreview({ checkout: root, stack, deployed }),
    ]);
    const subject = { stack, base: `${base} at ${checkout.commit}`, head: await headCommit() };
    const { markdown, failed } = makeComment(subject, before, after);
    if (output) {
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, markdown);
    }
    process.stdout.write(markdown);
    // GitHub shows this with the job, for pull requests from forks, whose jobs cannot comment.
    const { GITHUB_STEP_SUMMARY: summary } = process.env;
    if (summary) appendFileSync(summary, markdown);
    if (failed) process.exitCode = 1;
  } finally {
    await checkout.remove();
  }
}

runScript(() => review(...process.argv.slice(2)));
