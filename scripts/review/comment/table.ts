import type { Change, Operation } from "./changes";
import type { Difference } from "./differences";
import { holdsData, kindOf } from "./warnings";

/** A row of the table. */
export interface Row {
  readonly operation: Operation;
  readonly type: string;
  readonly name: string;
  readonly differences: readonly Difference[];
  readonly pending: boolean;
}

const marks: Readonly<Record<Operation, string>> = {
  created: "➕ created",
  changed: "✏️ changed",
  replaced: "♻️ replaced",
  deleted: "🗑️ deleted",
  released: "📤 kept, no longer managed",
};
/** Operations in the order in which a reviewer reads them. */
export const order: readonly Operation[] = [
  "deleted",
  "released",
  "replaced",
  "changed",
  "created",
];
const longestValue = 120;
// The length of a comment is limited: 65,536 characters on GitHub.
const mostRows = 100;
const mostDifferences = 20;
const mostCharacters = 40_000;

/** Sorts what holds data first, then what removes something. */
export function sorted(rows: readonly Row[]): Row[] {
  const rank = ({ type, operation }: Row) =>
    order.indexOf(operation) - (holdsData(type) ? order.length : 0);
  return [...rows].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      kindOf(a.type).localeCompare(kindOf(b.type)) ||
      a.name.localeCompare(b.name),
  );
}

/** A resource by its kind and name. */
export function named({ type, name }: Pick<Change, "type" | "name">): string {
  return `${kindOf(type)} \`${name}\``;
}

/** A table in Markdown, as much of it as a comment can hold. */
export function table(rows: readonly Row[]): string {
  let left = mostCharacters;
  const lines = rows.slice(0, mostRows).flatMap((row) => {
    const { operation, differences, pending } = row;
    const properties = atMost(mostDifferences, differences.map(difference)).join("<br>");
    const line = `| ${marks[operation]} | ${named(row)}${pending ? " (pending)" : ""} | ${properties} |`;
    left -= line.length;
    return left < 0 ? [] : [line];
  });
  const others = rows.length - lines.length;
  if (others > 0) lines.push(`| | and ${others} more | |`);
  return ["| | what | properties that differ |", "| --- | --- | --- |", ...lines].join("\n");
}

/** The first lines of a list, and how many more there are. */
export function atMost(count: number, lines: readonly string[]): readonly string[] {
  return lines.length <= count
    ? lines
    : [...lines.slice(0, count), `and ${lines.length - count} more`];
}

function difference({ path, before, after }: Difference): string {
  const name = code(path);
  if (before === undefined) return `${name}: ${code(after ?? "")}`;
  return `${name}: ${code(before)} → ${after === undefined ? "removed" : code(after)}`;
}

/** A code span within a cell of a table, whatever the text. */
export function code(text: string, longest = longestValue): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  const escaped = short
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("|", "&#124;")
    .replaceAll("`", "&#96;")
    .replaceAll(/\s+/g, " ");
  return `<code>${escaped}</code>`;
}
