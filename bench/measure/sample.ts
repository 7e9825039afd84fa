import { type Summary, summarize } from "../statistics";

/** What is measured of a contender, in the order of the report. Times in seconds, memory in MiB. */
export const quantities = {
  firstMessage: {
    title: "first acknowledged message",
    about: "when the observer's first message is acknowledged by all in-sync replicas",
  },
  started: {
    title: "its own command has ended",
    about: "the tool's command alone; for `pulumi up`, with topics and smoke test",
  },
  smokePassed: {
    title: "smoke test passed",
    about: "topics created, and 1000 messages produced, consumed and checked",
  },
  noop: {
    title: "up, nothing to do",
    about:
      "the same command again; `pulumi up` compares with its state only, Compose with the containers, kubectl with the cluster",
  },
  preview: {
    title: "preview",
    about:
      "what the tool would change, without changing it: `--dry-run` of Compose, `kubectl diff`",
  },
  refresh: {
    title: "refresh",
    about: "the state compared with containers, pods and topics; the others keep no state",
  },
  destroy: {
    title: "destroy",
    about: "everything removed, with its data; every broker leaves ZooKeeper first",
  },
  memory: { title: "memory of the containers", about: "after the smoke test, without page cache" },
  toolMemory: {
    title: "memory of the tool, at most",
    about: "the largest sum over the processes of one of its commands",
  },
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
