import type { LogBatch } from "../../offline/console/server/kafka/record-batch";
import type {
  FetchOptions,
  Page,
  Positions,
} from "../../offline/console/server/kafka/topic-reader";
import { type Isolation, isolatedRead } from "../../offline/console/server/messages/transactions";

const marks = { abort: 0, commit: 1 };

/** A batch of one record, or the mark that ends a transaction. */
function batch(offset: number, producer?: number, mark?: keyof typeof marks): LogBatch {
  const key = mark ? Buffer.from([0, 0, 0, marks[mark]]) : null;
  return {
    baseOffset: offset,
    nextOffset: offset + 1,
    maxTimestamp: offset,
    producerId: String(producer ?? -1),
    isTransactional: producer !== undefined,
    isControl: mark !== undefined,
    records: () =>
      Promise.resolve([
        { offset, timestamp: offset, isAppendTime: false, key, value: null, headers: [] },
      ]),
  };
}

// One producer aborts and then commits, another's transaction is open from 6 on.
const log = [
  ...[batch(0), batch(1, 7), batch(2), batch(3, 7, "abort"), batch(4, 7), batch(5, 7, "commit")],
  ...[batch(6, 8), batch(7, 7), batch(8, 7, "commit"), batch(9)],
];
const stable = 6;

/** Gives what a broker gives, at most three batches at a time. */
function fetchLog(positions: Positions, { committed }: FetchOptions) {
  const offset = positions.get(0) ?? 0;
  const end = committed ? stable : log.length;
  const batches = log.slice(offset, Math.min(offset + 3, end));
  const page: Page = {
    partition: 0,
    errorCode: 0,
    highWatermark: log.length,
    lastStableOffset: stable,
    aborted: committed && offset <= 3 ? [{ producerId: "7", firstOffset: 1 }] : [],
    batches,
    next: batches.at(-1)?.nextOffset ?? Math.max(offset, end),
  };
  return Promise.resolve(new Map([[0, page]]));
}

test.each<[Isolation, number, (number | string)[]]>([
  ["committed", stable, [0, 2, 4]],
  // What comes after an open transaction is not decided for consumers, and neither is 7.
  ["all", log.length, [0, "1 ABORTED", 2, 4, "6 OPEN", "7 OPEN", 9]],
  // A last stable offset that is out of date, as in a live view, is corrected by what is read.
  ["all", 0, [0, "1 ABORTED", 2, 4, "6 OPEN", "7 OPEN", 9]],
])("%s, stable to %d: %j", async (isolation, known, wanted) => {
  const read = isolatedRead(fetchLog, isolation, [[0, known === log.length ? stable : known]]);
  const shown: (number | string)[] = [];
  const end = isolation === "committed" ? stable : log.length;
  for (let [offset, turns] = [0, 0]; offset < end; turns += 1) {
    expect(turns).toBeLessThan(20);
    const part = (await read(new Map([[0, offset]]), 0)).get(0);
    for (const each of part?.batches ?? []) {
      for (const { record, transaction } of await each.found()) {
        shown.push(transaction ? `${record.offset} ${transaction}` : record.offset);
      }
    }
    offset = part?.next ?? offset;
  }
  expect(shown).toEqual(wanted);
});
