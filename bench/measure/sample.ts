import { type Summary, summarize } from "../statistics";

/** What is measured of a contender, in the order of the report. Times in seconds, memory in MiB. */
export const quantities = {
  firstMessage: "first acknowledged message",
  started: "its own command has ended",
  smokePassed: "smoke test passed",
  noop: "up, nothing to do",
  preview: "preview",
  refresh: "refresh",
  destroy: "destroy",
  memory: "memory of the containers",
  toolMemory: "memory of the tool, at most",
} as const;

/** Name of something that is measured. */
export type Quantity = keyof typeof quantities;

/** What one round measured of one contender. */
export interface Sample {
  readonly contender: string;
  /** From 1. */
  readonly round: number;
  /** One-minute load average of the machine when the round began, as in /proc/loadavg. */
  readonly load: number;
  readonly measured: Partial<Record<Quantity, number>>;
}

/** Median and spread of a quantity of a contender; undefined if it was never measured. */
export function summaryOf(
  samples: readonly Sample[],
  contender: string,
  quantity: Quantity,
): Summary | undefined {
  return summarize(
    samples
      .filter((sample) => sample.contender === contender)
      .flatMap(({ measured }) => measured[quantity] ?? []),
  );
}
