import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../../common/user-error";
import { capture } from "../../setup/process";
import { compare } from "./changes";
import { type DriftReport, driftReport, driftUnknown } from "./drift-report";
import { errorsOf, parsePreview, unreadOf } from "./preview";
import { runScript } from "../../terminal/run-script";

/** The exit code if something could not be checked, which must not pass as no drift. */
const notChecked = 3;

/**
 * Looks for differences between the current stack as it is and as it is declared, without changing the
 * stack or its state, and writes the report: only its marker if nothing differs. If something could not
 * be read, the report says so and the exit code is 3.
 *
 * Usage: drift.ts STACK [OUTPUT]
 */
async function drift(stack?: string, output?: string): Promise<void> {
  if (!stack) throw new UserError("usage: drift.ts STACK [OUTPUT]");
  const { markdown, isComplete } = await look(stack);
  if (output) {
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, markdown);
  }
  process.stdout.write(markdown);
  if (!isComplete) process.exitCode = notChecked;
}

async function look(stack: string): Promise<DriftReport> {
  const args = ["preview", "--refresh", "--json", "--show-sames", "--non-interactive"];
  const { code, stdout, stderr } = await capture("pulumi", args);
  try {
    if (stdout.trim() === "") throw new UserError(stderr.trim());
    const preview = parsePreview(stdout, "The preview");
    const errors = errorsOf(preview);
    if (errors.length === 0 && code !== 0) errors.push(`pulumi preview ended with ${code}`);
    if (errors.length > 0) return driftUnknown(stack, errors);
    return driftReport(stack, compare({ steps: [] }, preview), unreadOf(preview));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return driftUnknown(stack, [error.message]);
  }
}

runScript(() => drift(...process.argv.slice(2)));
