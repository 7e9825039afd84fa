import type { Consuming } from "../contract";
import type { LogRecord } from "../kafka/record-batch";
import type { Positions } from "../kafka/topic-reader";

/** The state of a record's transaction. Absent: committed, or no transaction. */
export type TransactionState = "ABORTED" | "OPEN";

/** A record and its place. */
export interface Found {
  readonly partition: number;
  readonly record: LogRecord;
  readonly transaction?: TransactionState;
}

/** User records that were written together; unpacked on demand. */
export interface Batch {
  readonly baseOffset: number;
  readonly nextOffset: number;
  readonly maxTimestamp: number;
  readonly found: () => Promise<readonly Found[]>;
}

/** Part of a partition. Even without batches, or with empty ones, it may move reading ahead. */
export interface Part {
  readonly batches: readonly Batch[];
  /** The offset to continue from. If it is not ahead, ask again. */
  readonly next: number;
  /** Whether it cannot be read: another search may continue from where this one was. */
  readonly isGivenUp?: boolean;
}

/** Continues to read some partitions; those that cannot be served now are left out. */
export type Read = (positions: Positions, maxWait: number) => Promise<ReadonlyMap<number, Part>>;

/** Bounds of a search. They apply to what it reads, not to what it finds. */
export interface Bounds {
  readonly milliseconds: number;
  readonly messages: number;
  readonly bytes: number;
}

/** The bounds of one search; it then reports how far it got, and the next request can continue from there. */
export const searchBounds: Bounds = {
  milliseconds: 30_000,
  messages: 5_000_000,
  bytes: 2 * 1024 ** 3,
};

/** Counts what a search has read, and says when it must end. */
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

  /** Whether nobody is listening any more, or a bound is reached. */
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

/** What is left of a partition, for the request that continues. */
export interface Rest {
  readonly partition: number;
  readonly offset: number;
}

/** Size of records in bytes. */
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
