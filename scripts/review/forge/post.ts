import { earlierFindings } from "../comment/drift-report";
import type { Forge, Note } from "./forge";

const heading = "What was found before:";

/** What was done with a text. */
export type Posted = "created" | "edited" | "unchanged" | "closed" | "none";

/**
 * Posts a comment on the pull request, replacing this account's comment with the same marker.
 *
 * @param marker Text by which the comment is found again; it must be in the comment.
 */
export async function postComment(
  { account, comments }: Pick<Forge, "account" | "comments">,
  marker: string,
  text: string,
): Promise<Posted> {
  const earlier = await find(await comments.list(), marker, account);
  if (!earlier) await comments.create(text);
  else if (isSame(earlier, text)) return "unchanged";
  else await comments.edit(earlier.id, text);
  return earlier ? "edited" : "created";
}

/**
 * Keeps one issue as long as there is something to report: opens it, updates it, and closes it once there is
 * nothing to report any more. Ignores the issues of other accounts.
 *
 * @param text Undefined if there is nothing to report.
 */
export async function keepIssue(
  { account, issues }: Pick<Forge, "account" | "issues">,
  marker: string,
  title: string,
  text: string | undefined,
): Promise<Posted> {
  const earlier = await find(await issues.list(), marker, account);
  if (text?.includes(earlierFindings)) text = withEarlier(text, marker, earlier?.text ?? "");
  if (text === undefined) {
    if (!earlier) return "none";
    await issues.close(earlier.id);
    return "closed";
  }
  if (!earlier) await issues.create(text, title);
  else if (isSame(earlier, text)) return "unchanged";
  else await issues.edit(earlier.id, text);
  return earlier ? "edited" : "created";
}

/** A report of what could not be checked, with the earlier findings. */
function withEarlier(text: string, marker: string, before: string): string {
  const plain = before.replaceAll("\r\n", "\n");
  const parts = plain.split(earlierFindings);
  const found = (parts.length > 1 ? parts.slice(1).join("") : plain.replace(marker, "")).trim();
  if (found === "") return text;
  return `${text.trimEnd()}\n\n${found.startsWith(heading) ? "" : `${heading}\n\n`}${found}\n`;
}

/** Anybody can begin a text with a marker: what another account wrote is never changed, closed or repeated. */
async function find(
  notes: readonly Note[],
  marker: string,
  account: Forge["account"],
): Promise<Note | undefined> {
  const marked = notes.filter(({ text }) => text.startsWith(marker));
  if (marked.length === 0) return undefined;
  const own = await account();
  return marked.find(({ author }) => author === own);
}

/** A forge may change line endings, and drop those at the end. */
function isSame({ text: earlier }: Note, text: string): boolean {
  const plain = (each: string) => each.replaceAll("\r\n", "\n").trimEnd();
  return plain(earlier) === plain(text);
}
