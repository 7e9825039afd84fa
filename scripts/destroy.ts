import { spawnSync } from "node:child_process";
import { UserError } from "../user-error";
import { readStackOutputs, type StackOutputs } from "./stack-outputs";

/** What became of the data of a destroyed stack, and how what was kept can be removed. */
export function describeData({ data }: Pick<StackOutputs, "data">): string {
  if (!data) return "";
  const places = data.places.join(", ");
  return data.atDestroy === "kept"
    ? `The data stays in ${places}; the next \`up\` takes it over.\n` +
        `To remove it, all of it together: ${data.removal}`
    : `The data of ${places} is removed.`;
}

/**
 * Destroys the current stack and says where its data is.
 *
 * Usage: destroy.ts [further flags of `pulumi destroy`]
 */
function main(flags: readonly string[]): void {
  const outputs = deployed();
  // Only a preview refuses a protected resource before anything else is gone; without outputs, as after an up
  // that failed, nobody knows whether there is one.
  const preview = outputs?.data?.isProtected === false ? ["--skip-preview"] : [];
  const args = ["destroy", "--yes", ...preview, ...flags];
  const { status } = spawnSync("pulumi", args, { stdio: "inherit" });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    if (outputs?.data?.isProtected) {
      console.error(
        "This is a production stack: its data is protected, and nothing was destroyed. Take the platform " +
          "away and leave the data: add --exclude-protected. Destroy the data too: docs/environments.md.",
      );
    }
  } else if (outputs) console.log(describeData(outputs));
}

function deployed(): StackOutputs | undefined {
  try {
    return readStackOutputs();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

if (require.main === module) main(process.argv.slice(2));
