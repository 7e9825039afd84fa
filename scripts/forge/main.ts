import { readFileSync } from "node:fs";
import { UserError } from "../../user-error";
import { chooseForge } from "./forge";
import { keepIssue, postComment } from "./post";

/**
 * Posts what a job has made to the forge that runs the job.
 *
 * Usage:
 *   main.ts comment FILE         the comment, found again by its first line
 *   main.ts issue FILE TITLE     the issue, found again by its first line; one that says nothing
 *                                after its first line is closed
 */
async function main([kind, file, title]: readonly string[]): Promise<void> {
  if ((kind !== "comment" && kind !== "issue") || !file || (kind === "issue" && !title)) {
    throw new UserError("usage: main.ts comment FILE | main.ts issue FILE TITLE");
  }
  const text = readFileSync(file, "utf8");
  const [marker = "", ...rest] = text.split("\n");
  if (!/^<!-- kafka-platform .* -->$/.test(marker)) {
    throw new UserError(`${file} does not begin with a line by which it is found again.`);
  }
  const forge = chooseForge(process.env);
  const isEmpty = rest.join("").trim() === "";
  const posted =
    kind === "comment"
      ? await postComment(forge, marker, text)
      : await keepIssue(forge, marker, title ?? "", isEmpty ? undefined : text);
  console.log(`The ${kind}: ${posted}.`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
