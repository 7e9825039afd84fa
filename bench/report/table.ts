import type { Summary } from "../statistics";

/** A Markdown table with aligned columns, as prettier writes it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column] ?? "")].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** Such as `12.3 (11.9 to 14.0)`; a dash for what was not measured. */
export function range(summary: Summary | undefined, digits = 1): string {
  if (!summary) return "–";
  const [median, min, max] = [summary.median, summary.min, summary.max].map((value) =>
    value.toFixed(digits),
  );
  return summary.count === 1 ? (median ?? "") : `${median} (${min} to ${max})`;
}
