import type { Comparison } from "./changes";
import { allRows, findings, page, verbatim } from "./markdown";

/** The result of a check for drift. */
export interface DriftReport {
  /** Only its marker if nothing differs. */
  readonly markdown: string;
  /** Whether everything could be read: if not, something that is not reported may differ, too. */
  readonly isComplete: boolean;
}

/** Separates what this run could not check from what an earlier one found. */
export const earlierFindings = "<!-- what was found before -->";

/** The marker by which the issue of a stack is found again: invisible in the rendered issue. */
export function driftMarker(stack: string): string {
  return `<!-- kafka-platform drift: ${stack} -->`;
}

/**
 * The report on the differences between a stack as it is and as it is declared.
 *
 * @param unread What could not be read, and why.
 */
export function driftReport(
  stack: string,
  comparison: Comparison,
  unread: readonly string[] = [],
): DriftReport {
  const rows = allRows(comparison);
  if (rows.length === 0) {
    if (unread.length > 0) return driftUnknown(stack, unread);
    return { markdown: `${driftMarker(stack)}\n`, isComplete: true };
  }
  const markdown = page(driftMarker(stack), `\`${stack}\` differs from its declaration`, [
    "The next `up` would make these changes. They undo what was changed outside Pulumi, or deploy what is not deployed yet.",
    ...findings(comparison, rows),
    ...(unread.length > 0 ? ["**Part of it could not be checked.**", verbatim(unread)] : []),
    `<sub>\`make up STACK=${stack} ARGS=--refresh\` restores the declaration; this issue is closed once nothing differs.</sub>`,
  ]);
  return { markdown, isComplete: unread.length === 0 };
}

/** The report of a check for drift that failed altogether. */
export function driftUnknown(stack: string, reasons: readonly string[]): DriftReport {
  const markdown = page(driftMarker(stack), `\`${stack}\` could not be checked for drift`, [
    "**It is not known whether it matches its declaration.**",
    verbatim(reasons),
    "<sub>This issue stays open until a check finds that nothing differs. What the check needs: docs/review.md.</sub>",
    earlierFindings,
  ]);
  return { markdown, isComplete: false };
}
