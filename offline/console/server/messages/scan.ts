import type { Consuming } from "../contract";
import type { LogRecord } from "../kafka/record-batch";
import type { Positions } from "../kafka/topic-reader";

/** What became of the transaction that a record is part of; absent: committed, or there is none. */
export type TransactionState = "ABORTED" | "OPEN";

/** A record and where it was. */
export interface Found {
  readonly partition: number;
  readonly record: LogRecord;
  readonly transaction?: TransactionState;
}

/** Records of users that were written together; unpacked when they are asked for. */
export interface Batch {
  readonly baseOffset: number;
  readonly nextOffset: number;
  readonly maxTimestamp: number;
  readonly found: () => Promise<readonly Found[]>;
}

/** Part of a partition. It may hold no batch, or batches of no record, and yet lead further. */
export interface Part {
  readonly batches: readonly Batch[];
  /** Where reading goes on. It has to be asked again where this is not ahead. */
  readonly next: number;
  /** Whether it cannot be read: another search may go on from where this one was. */
  readonly isGivenUp?: boolean;
}

/** Reads on in some partitions; those that could not be served now are left out. */
export type Read = (positions: Positions, maxWait: number) => Promise<ReadonlyMap<number, Part>>;

/** Bounds of a search. What it looks at counts, not what it finds. */
export interface Bounds {
  readonly milliseconds: number;
  readonly messages: number;
  readonly bytes: number;
}

/** A search may take this much; then it says how far it got, and the next request can go on from there. */
export const searchBounds: Bounds = {
  milliseconds: 30_000,
  messages: 5_000_000,
  bytes: 2 * 1024 ** 3,
};

/** Keeps count of what a search has looked at, and says when it has to end. */
export class Tally {
  private bytesConsumed = 0;
  private messagesConsumed = 0;
  private readonly started = Date.now();

  constructor(
    private readonly bounds: Bounds,
    private readonly signal: AbortSignal,
  ) {}

  count(found: readonly Found[]): void {
    this.messagesConsumed += found.length;
    this.bytesConsumed += bytesOf(found);
  }

  /** Whether nobody listens any more, or a bound is reached. */
  get isOver(): boolean {
    const { milliseconds, messages, bytes } = this.bounds;
    return (
      this.signal.aborted ||
      Date.now() - this.started > milliseconds ||
      this.messagesConsumed >= messages ||
      this.bytesConsumed >= bytes
    );
  }

  report(isCancelled = false): Consuming {
    return {
      bytesConsumed: this.bytesConsumed,
      elapsedMs: Date.now() - this.started,
      isCancelled,
      messagesConsumed: this.messagesConsumed,
      filterApplyErrors: 0,
    };
  }
}

/** What is left of a partition, for the request that goes on. */
export interface Rest {
  readonly partition: number;
  readonly offset: number;
}

/** Bytes that records hold. */
export function bytesOf(found: readonly Found[]): number {
  return found.reduce(
    (sum, { record: { key, value, headers } }) =>
      sum +
      (key?.length ?? 0) +
      (value?.length ?? 0) +
      headers.reduce((bytes, [name, each]) => bytes + name.length + (each?.length ?? 0), 0),
    0,
  );
}
