import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { UserError } from "../../../common/user-error";
import { compare } from "./changes";
import { comment, failure, type Subject } from "./markdown";
import { errorsOf, parsePreview } from "./preview";
import { runScript } from "../../terminal/run-script";

/**
 * Turns the previews of the two sides of a change into the comment on it, on standard output.
 *
 * Usage: main.ts --stack NAME --head FILE [--base FILE] [--head-name TEXT] [--base-name TEXT] [--output FILE]
 *   --base  absent if the base has no such stack: everything is new then
 *
 * It ends with 1 if the head cannot be previewed; the comment then says why.
 */
export function main(args: readonly string[]): void {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ stack: text, base: text, head: text, output: text },
      ...{ "base-name": text, "head-name": text },
    },
  });
  if (!values.stack || !values.head) {
    throw new UserError("usage: --stack NAME --head FILE [--base FILE] [--output FILE]");
  }
  const subject: Subject = {
    stack: values.stack,
    base: values["base-name"] ?? "the base",
    head: values["head-name"] ?? "the head",
  };
  const { markdown, failed } = makeComment(subject, read(values.base), read(values.head) ?? "");
  if (values.output) writeFileSync(values.output, markdown);
  else process.stdout.write(markdown);
  if (failed) process.exitCode = 1;
}

/** The comment on two previews, and whether the head could not be previewed. */
export function makeComment(
  subject: Subject,
  baseText: string | undefined,
  headText: string,
): { readonly markdown: string; readonly failed: boolean } {
  const head = parsePreview(headText, "The preview of the head");
  const headErrors = errorsOf(head);
  if (headErrors.length > 0)
    return { markdown: failure(subject, "head", headErrors), failed: true };
  if (baseText === undefined) {
    return { markdown: comment(subject, compare({ steps: [] }, head)), failed: false };
  }
  const base = parsePreview(baseText, "The preview of the base");
  const baseErrors = errorsOf(base);
  const isDeployed = head.steps.some(({ oldState }) => oldState !== undefined);
  // Against a deployed stack the head says everything; the base only shows what is pending anyway.
  if (baseErrors.length > 0 && !isDeployed) {
    return { markdown: failure(subject, "base", baseErrors), failed: false };
  }
  const compared = compare(baseErrors.length > 0 ? { steps: [] } : base, head);
  return { markdown: comment(subject, compared), failed: false };
}

function read(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, "utf8");
}

if (require.main === module) runScript(() => main(process.argv.slice(2)));
