import type { Consuming } from "../contract";
import type { RawRecord } from "../kafka/kafkajs-internals";

/** A record and where it was. */
export interface Found {
  readonly partition: number;
  readonly record: RawRecord;
}

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

  count(records: readonly RawRecord[]): void {
    this.messagesConsumed += records.length;
    for (const { key, value } of records) {
      this.bytesConsumed += (key?.length ?? 0) + (value?.length ?? 0);
    }
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

/** Reads part of a partition: records from `offset` on, none where there is nothing more. */
export type Read = (partition: number, offset: number) => Promise<RawRecord[]>;

/** What is left of a partition, for the request that goes on. */
export interface Rest {
  readonly partition: number;
  readonly offset: number;
}

/** Records of users, without the marks of transactions. */
export function userRecords(records: readonly RawRecord[]): RawRecord[] {
  return records.filter(({ isControlRecord }) => !isControlRecord);
}
