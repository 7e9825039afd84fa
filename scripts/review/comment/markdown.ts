import type { Change, Comparison, Operation } from "./changes";
import type { Difference } from "./differences";
import { describeCheck, isCheck } from "./checks";
import { atMost, code, order, type Row, sorted, table } from "./table";
import { isTopics, topicChanges } from "./topics";
import { warnings } from "./warnings";

/** What a comment is about. */
export interface Subject {
  readonly stack: string;
  /** What the two sides are, such as commits. */
  readonly base: string;
  readonly head: string;
}

const mostWarnings = 50;
const longestNote = 400;

/** The marker by which the comment of a stack is found again: invisible in the rendered comment. */
export function marker(stack: string): string {
  return `<!-- kafka-platform preview: ${stack} -->`;
}

/** The comment on the effect of a change on a stack. */
export function comment(subject: Subject, comparison: Comparison): string {
  const rows = allRows(comparison);
  return page(marker(subject.stack), `Preview of \`${subject.stack}\``, [
    ...findings(comparison, rows),
    `<sub>${how(subject, comparison, rows)}</sub>`,
  ]);
}

/** A row for everything that changes. */
export function allRows(comparison: Comparison): Row[] {
  return [...topicRows(comparison), ...resourceRows(comparison)];
}

/** The findings of a comparison: a summary, warnings, a table. */
export function findings(comparison: Comparison, rows: readonly Row[]): string[] {
  const again = comparison.changes.filter(isCheck);
  const loud = warnings(comparison);
  const { notes } = comparison;
  return [
    `**${summary(comparison)}**`,
    ...(loud.length > 0
      ? [["> [!CAUTION]", ...atMost(mostWarnings, loud).map((line) => `> - ${line}`)].join("\n")]
      : []),
    ...(notes.length > 0
      ? [["> [!WARNING]", ...atMost(mostWarnings, notes).map(oneLine)].join("\n")]
      : []),
    ...(rows.length > 0 ? [table(rows)] : []),
    ...(again.length > 0 ? [`Runs again: ${again.map(describeCheck).join(", ")}.`] : []),
  ];
}

/** Any warning of the program as an item of a quoted list. */
function oneLine(text: string): string {
  return `> - ${code(text, longestNote)}`;
}

/** The comment if the head, or the base, cannot be previewed. */
export function failure(
  subject: Subject,
  side: "base" | "head",
  errors: readonly string[],
): string {
  const what = side === "head" ? "The preview fails" : "The preview of the base fails";
  return page(marker(subject.stack), `Preview of \`${subject.stack}\``, [
    `**${what}.**`,
    verbatim(errors),
  ]);
}

/** Messages as they are. */
export function verbatim(messages: readonly string[]): string {
  const fence = "```";
  return `${fence}text\n${messages.join("\n\n").replaceAll(fence, "'''")}\n${fence}`;
}

/** A text with the line by which it is found again. */
export function page(line: string, title: string, parts: readonly string[]): string {
  return `${[line, `### ${title}`, ...parts].join("\n\n")}\n`;
}

function summary(comparison: Comparison): string {
  const topics = topicChanges(comparison);
  const resources = comparison.changes.filter(
    (change) => !isCheck(change) && (!isTopics(change) || otherDifferences(change).length > 0),
  );
  const parts = [...counted("topic", topics), ...counted("resource", resources)];
  return parts.length === 0 ? "Nothing changes." : `${parts.join(", ")}.`;
}

function counted(noun: string, changes: readonly { readonly operation: Operation }[]): string[] {
  return order.flatMap((operation) => {
    const count = changes.filter((each) => each.operation === operation).length;
    if (count === 0) return [];
    const done = operation === "released" ? "no longer managed" : operation;
    return [`${count} ${noun}${count === 1 ? "" : "s"} ${done}`];
  });
}

function topicRows(comparison: Comparison): Row[] {
  return sorted(topicChanges(comparison).map((change) => ({ ...change, type: "Topic" })));
}

function resourceRows({ changes }: Comparison): Row[] {
  const shown = changes.filter((change) => !isCheck(change));
  return sorted(
    shown.flatMap((change) => {
      if (!isTopics(change)) return [change];
      // Its topics have rows of their own.
      const others = otherDifferences(change);
      const isWhole = change.operation === "replaced" || change.operation === "deleted";
      return isWhole || others.length > 0 ? [{ ...change, differences: others }] : [];
    }),
  );
}

/** The topics resource's other differences, not about single topics, such as whether it deletes topics. */
function otherDifferences({ differences }: Change): Difference[] {
  return differences.filter(({ path }) => !/^(topics|removedTopics)\b/.test(path));
}

function how({ base, head }: Subject, comparison: Comparison, rows: readonly Row[]): string {
  const notes = [
    comparison.deployed
      ? `${head} against what is deployed; base: ${base}.`
      : `${head} compared with ${base}, without looking at what is deployed.`,
  ];
  if (rows.some(({ pending }) => pending)) {
    notes.push("Pending: the base would make the same change, as it is not deployed yet.");
  }
  if (comparison.hasSecrets) notes.push("Secret values are neither shown nor compared.");
  return notes.join(" ");
}
