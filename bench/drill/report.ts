import { table } from "../report/table";
import type { Count } from "./books";
import type { DrillOptions } from "./options";

/** What one fault did. */
export interface Outcome {
  readonly title: string;
  /** Longest time in seconds without an acknowledgement. */
  readonly silence: number;
  /** Time in seconds that `make recover` took. */
  readonly recovery: number;
  /** How many times it had to run until it succeeded. */
  readonly runs: number;
  /** The messages sent during the fault, counted once everything acknowledged was delivered. */
  readonly count: Count;
  /** Acknowledged messages, of this fault or an earlier one, that the topic no longer holds. */
  readonly missing: number;
  /** Whether an `up` afterwards would change nothing. */
  readonly isUnchanged: boolean;
}

/** Everything that a drill has observed. */
export interface DrillResults {
  readonly outcomes: readonly Outcome[];
  /** The fault from which the platform did not recover, if any. */
  readonly failure?: string;
  /** All messages, as the consumer received them. */
  readonly total: Count;
  /** Acknowledged messages that the topic does not hold at the end of the drill, read from its beginning. */
  readonly missing: number;
  /** Faults that the user may not cause on this machine. */
  readonly leftOut: readonly string[];
}

/** Whether the drill passed: nothing acknowledged is lost, and every recovery left what is declared. */
export function isPassed({ outcomes, failure, total, missing }: DrillResults): boolean {
  if (failure !== undefined) return false;
  return total.lost === 0 && missing === 0 && outcomes.every(({ isUnchanged }) => isUnchanged);
}

/** The report of a drill, in Markdown. */
export function drillReport(options: DrillOptions, results: DrillResults, at: string): string {
  const { outcomes, failure, total, missing, leftOut } = results;
  const rows = outcomes.map(({ title, silence, recovery, runs, count, missing, isUnchanged }) => [
    title,
    silence.toFixed(1),
    runs === 1 ? recovery.toFixed(1) : `${recovery.toFixed(1)} (${runs} runs)`,
    ...numbers(count),
    String(missing),
    isUnchanged ? "yes" : "NO",
  ]);
  const head = [
    "fault",
    "silence, s",
    "`make recover`, s",
    "acknowledged",
    "unknown",
    "delivered",
    "duplicated",
    "lost",
    "not kept",
    "as declared",
  ];
  const sum = ["all", "", "", ...numbers(total), String(missing), ""];
  const isBack =
    failure === undefined
      ? ""
      : `\nThe platform did not come back after this fault, which ended the drill: ${failure}.\n`;
  const notes = leftOut.map((title) => `- Left out, as it needs root on Linux: ${title}.`);
  return `# Fault drill

Written by \`make drill ARGS='--seed ${options.seed} --faults ${options.faults}'\` on ${at.slice(0, 16).replace("T", " ")} UTC: do not edit.

**${isPassed(results) ? "Passed" : "FAILED"}**: ${total.acknowledged} messages were acknowledged, ${total.lost} of them were never delivered, and
${missing} of them are not in the topic at the end, read from its beginning.
${isBack}
A producer and a consumer in separate processes keep count while one broker on Docker is damaged, and
\`make recover\` follows each fault. Silence is the longest time without an acknowledgement. Unknown
are messages whose sending failed: they may be there or not. Duplicates are deliveries beyond the
first, as at-least-once delivery allows. Lost are acknowledged messages that were not delivered; not kept are those
of them, and of the faults before, that the topic does not hold when it is read from its beginning.

${table(head, [...rows, sum])}
${notes.length > 0 ? `\n${notes.join("\n")}\n` : ""}`;
}

function numbers({ acknowledged, unknown, delivered, duplicated, lost }: Count): string[] {
  return [acknowledged, unknown, delivered, duplicated, lost].map(String);
}
