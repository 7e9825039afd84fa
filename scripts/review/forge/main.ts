import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../../common/user-error";
import { chooseForge } from "./choose-forge";
import { driftUnknown } from "../comment/drift-report";
import { keepIssue, postComment } from "./post";
import { runScript } from "../../terminal/run-script";

/**
 * Posts a job's result to the forge that runs the job.
 *
 * Usage:
 *   main.ts comment FILE         the comment, found again by its first line
 *   main.ts drift FILE STACK     the issue on the drift of a stack, found again by its first line; if the
 *                                file has nothing after its first line, the issue is closed. If there is no
 *                                file, the check for drift failed before it began, and the issue says so
 */
async function main([kind, file, stack]: readonly string[]): Promise<void> {
  if ((kind !== "comment" && kind !== "drift") || !file || (kind === "drift" && !stack)) {
    throw new UserError("usage: main.ts comment FILE | main.ts drift FILE STACK");
  }
  const text =
    stack !== undefined && !existsSync(file)
      ? driftUnknown(stack, ["The check for drift failed before it began: see the log of its job."])
          .markdown
      : readFileSync(file, "utf8");
  const [marker = "", ...rest] = text.split("\n");
  if (!/^<!-- kafka-platform .* -->$/.test(marker)) {
    throw new UserError(`${file} does not begin with the line that identifies it.`);
  }
  const forge = chooseForge(process.env);
  const isEmpty = rest.join("").trim() === "";
  const posted =
    stack === undefined
      ? await postComment(forge, marker, text)
      : await keepIssue(forge, marker, `Drift in ${stack}`, isEmpty ? undefined : text);
  console.log(`The ${stack === undefined ? "comment" : "issue"}: ${posted}.`);
}

runScript(() => main(process.argv.slice(2)));
