import { earlierFindings } from "../preview-comment/drift-report";
import type { Forge, Note } from "./forge";

const heading = "What was found before:";

/** What was done with a text. */
export type Posted = "created" | "edited" | "unchanged" | "closed" | "none";

/**
 * Posts a comment on the pull request, in place of the one with the same marker.
 *
 * @param marker Text by which the comment is found again; it must be in the comment.
 */
export async function postComment(
  { comments }: Pick<Forge, "comments">,
  marker: string,
  text: string,
): Promise<Posted> {
  const earlier = find(await comments.list(), marker);
  if (!earlier) await comments.create(text);
  else if (isSame(earlier, text)) return "unchanged";
  else await comments.edit(earlier.id, text);
  return earlier ? "edited" : "created";
}

/**
 * Keeps one issue as long as there is something to report: opened, brought up to date, and closed
 * once there is nothing any more.
 *
 * @param text Undefined where there is nothing to report.
 */
export async function keepIssue(
  { issues }: Pick<Forge, "issues">,
  marker: string,
  title: string,
  text: string | undefined,
): Promise<Posted> {
  const earlier = find(await issues.list(), marker);
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

/** A report of what could not be checked, with what is known from before. */
function withEarlier(text: string, marker: string, before: string): string {
  const plain = before.replaceAll("\r\n", "\n");
  const parts = plain.split(earlierFindings);
  const found = (parts.length > 1 ? parts.slice(1).join("") : plain.replace(marker, "")).trim();
  if (found === "") return text;
  return `${text.trimEnd()}\n\n${found.startsWith(heading) ? "" : `${heading}\n\n`}${found}\n`;
}

function find(notes: readonly Note[], marker: string): Note | undefined {
  return notes.find(({ text }) => text.startsWith(marker));
}

/** A forge may write line ends its own way, and drop those at the end. */
function isSame({ text: earlier }: Note, text: string): boolean {
  const plain = (each: string) => each.replaceAll("\r\n", "\n").trimEnd();
  return plain(earlier) === plain(text);
}
