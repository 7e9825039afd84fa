import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../user-error";
import { capture } from "../setup/process";
import { compare } from "./changes";
import { driftReport } from "./markdown";
import { errorsOf, parsePreview } from "./preview";

/**
 * Looks for what differs between the current stack as it is and as it is declared, changing neither
 * it nor its state, and writes the report: of nothing but its marker where nothing differs.
 *
 * Usage: drift.ts STACK [OUTPUT]
 */
async function drift(stack?: string, output?: string): Promise<void> {
  if (!stack) throw new UserError("usage: drift.ts STACK [OUTPUT]");
  const args = ["preview", "--refresh", "--json", "--show-sames", "--non-interactive"];
  const { stdout, stderr } = await capture("pulumi", args);
  if (stdout.trim() === "") throw new UserError(stderr.trim());
  const preview = parsePreview(stdout, "The preview");
  const errors = errorsOf(preview);
  if (errors.length > 0) throw new UserError(errors.join("\n"));
  const markdown = driftReport(stack, compare({ steps: [] }, preview));
  if (output) {
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, markdown);
  }
  process.stdout.write(markdown);
}

drift(...process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
