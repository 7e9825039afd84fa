import type { AbortedTransaction } from "../kafka/fetch";
import type { LogBatch } from "../kafka/record-batch";
import type { FetchOptions, Page, Positions } from "../kafka/topic-reader";
import type { Batch, Part, Read, TransactionState } from "./scan";

/**
 * Which messages to show: those that a consumer with `isolation.level=read_committed` gets, or all, with
 * messages of aborted and open transactions marked.
 */
export type Isolation = "committed" | "all";

type Fetch = (positions: Positions, options: FetchOptions) => Promise<ReadonlyMap<number, Page>>;

/** Reads with an isolation level. A broker names aborted transactions only up to the last stable offset. */
export function isolatedRead(
  fetch: Fetch,
  isolation: Isolation,
  lastStableOffsets: Iterable<readonly [partition: number, offset: number]>,
): Read {
  const stable = new Map(lastStableOffsets);
  const readAs = async (
    positions: Positions,
    committed: boolean,
    maxWait: number,
    isLasting: boolean,
  ) => {
    if (positions.size === 0) return [];
    const pages = await fetch(positions, { committed, maxWait, isLasting });
    return [...pages].map(([partition, page]): [number, Part] => {
      if (!page.isGivenUp) stable.set(partition, page.lastStableOffset);
      return [partition, partOf(page, positions.get(partition) ?? 0, isolation, committed)];
    });
  };
  return async (positions, maxWait) => {
    const isStable = ([partition, offset]: [number, number]) =>
      isolation === "committed" || offset < (stable.get(partition) ?? 0);
    const decided = new Map([...positions].filter(isStable));
    const rest = new Map([...positions].filter((each) => !isStable(each)));
    // If one part can be read immediately, neither waits.
    const wait = decided.size > 0 && rest.size > 0 ? 0 : maxWait;
    // A view that waits for messages also waits for a leader.
    const isLasting = maxWait > 0;
    const parts = await Promise.all([
      readAs(decided, true, wait, isLasting),
      readAs(rest, false, wait, isLasting),
    ]);
    return new Map(parts.flat());
  };
}

function partOf(page: Page, offset: number, isolation: Isolation, committed: boolean): Part {
  const { partition, batches, lastStableOffset, next, isGivenUp = false } = page;
  const becameStable = (batch: LogBatch) =>
    batch.isTransactional && batch.baseOffset < lastStableOffset;
  // The transaction was decided after the lookup: read again, this time with the aborted transactions.
  if (!committed && batches.some(becameStable)) return { batches: [], next: offset };
  const states = committed ? abortedBatches(page) : Promise.resolve(openBatches(page));
  return {
    next,
    isGivenUp,
    batches: batches
      .filter(({ isControl }) => !isControl)
      .map((batch): Batch => ({
        ...batch,
        found: async () => {
          const transaction = (await states).get(batch);
          if (transaction && isolation === "committed") return [];
          const records = await batch.records();
          return records
            .filter((record) => record.offset >= offset)
            .map((record) => ({ partition, record, ...(transaction && { transaction }) }));
        },
      })),
  };
}

type States = ReadonlyMap<LogBatch, TransactionState>;

function openBatches({ batches, lastStableOffset }: Page): States {
  return new Map(
    batches
      .filter((batch) => batch.isTransactional && batch.baseOffset >= lastStableOffset)
      .map((batch) => [batch, "OPEN"]),
  );
}

/**
 * An aborted transaction extends from its first offset to the marker that ends it; a producer has one at a
 * time (Kafka's own CompletedFetch does the same).
 */
async function abortedBatches({ batches, aborted }: Page): Promise<States> {
  const states = new Map<LogBatch, TransactionState>();
  const coming: AbortedTransaction[] = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const producers = new Set<string>();
  for (const batch of batches) {
    for (let first = coming[0]; first && first.firstOffset < batch.nextOffset; first = coming[0]) {
      producers.add(first.producerId);
      coming.shift();
    }
    if (batch.isControl) {
      if (await isAbortMark(batch)) producers.delete(batch.producerId);
    } else if (batch.isTransactional && producers.has(batch.producerId)) {
      states.set(batch, "ABORTED");
    }
  }
  return states;
}

/** The key of a marker is its version and its type, two bytes each; type 0 aborts, 1 commits. */
async function isAbortMark(batch: LogBatch): Promise<boolean> {
  const [mark] = await batch.records();
  return mark?.key?.length === 4 && mark.key.readInt16BE(2) === 0;
}
