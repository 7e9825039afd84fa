import fc from "fast-check";
import { walkBackward } from "../../offline/console/server/messages/backward";
import { walkForward } from "../../offline/console/server/messages/forward";
import { parseMessagesQuery } from "../../offline/console/server/messages/query";
import { type Range, rangeOf } from "../../offline/console/server/messages/range";
import { type Found, type Read, Tally } from "../../offline/console/server/messages/scan";
import { largestPart, messageView, textFilter } from "../../offline/console/server/messages/view";
import type { LogRecord } from "../../offline/console/server/kafka/record-batch";
import { RequestError } from "../../offline/console/server/errors";

const unbounded = { milliseconds: Infinity, messages: Infinity, bytes: Infinity };

function record(offset: number, timestamp: number, value = ""): LogRecord {
  return {
    offset,
    timestamp,
    isAppendTime: false,
    key: null,
    value: Buffer.from(value),
    headers: [],
  };
}

/**
 * Logs as brokers keep them: in segments of batches, which compaction thins out. A batch keeps its
 * offsets while its records go, and whole batches go, at the end too.
 */
const logs = fc.array(
  fc.array(
    fc.record({
      records: fc.array(
        fc.record({ kept: fc.boolean(), wait: fc.integer({ min: -20, max: 50 }) }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      isGone: fc.boolean(),
      startsSegment: fc.boolean(),
    }),
    { maxLength: 25 },
  ),
  { minLength: 1, maxLength: 4 },
);

type Shape = typeof logs extends fc.Arbitrary<(infer Each)[]> ? Each : never;

interface StoredBatch {
  readonly base: number;
  readonly next: number;
  readonly segment: number;
  readonly records: readonly LogRecord[];
}

interface Log {
  readonly range: Range;
  readonly batches: readonly StoredBatch[];
  readonly records: readonly LogRecord[];
}

function build(shapes: readonly Shape[], inOrder = false): Log[] {
  return shapes.map((shape, partition) => {
    let [offset, time, segment] = [0, 1000, 0];
    const batches = shape.flatMap(({ records, isGone, startsSegment }): StoredBatch[] => {
      const base = offset;
      if (startsSegment) segment += 1;
      const kept = records.flatMap(({ kept: isKept, wait }) => {
        time += inOrder ? Math.abs(wait) : wait;
        offset += 1;
        return isKept ? [record(offset - 1, time)] : [];
      });
      return isGone ? [] : [{ base, next: offset, segment, records: kept }];
    });
    const records = batches.flatMap((each) => each.records);
    return { range: { partition, start: 0, end: offset }, batches, records };
  });
}

/**
 * Reads as a broker does: of one segment only, whole batches, at most three of a partition. The first
 * partition that has anything gets at least one; the rest may get nothing because others filled the
 * response.
 */
function reader(all: readonly Log[]): Read {
  let turn = 0;
  return (positions) => {
    turn += 1;
    const ids = [...positions.keys()];
    const found = ids.map((id) => {
      const left = (all[id]?.batches ?? []).filter(({ next }) => next > (positions.get(id) ?? 0));
      return left.filter(({ segment }) => segment === left[0]?.segment).slice(0, 3);
    });
    const nonEmpty = ids.filter((_, index) => (found[index]?.length ?? 0) > 0);
    const served = nonEmpty[turn % nonEmpty.length];
    return Promise.resolve(
      new Map(
        ids.map((partition, index) => {
          const given = partition === served || turn % 2 === 0 ? (found[index] ?? []) : [];
          const from = positions.get(partition) ?? 0;
          const end = all[partition]?.range.end ?? 0;
          const batches = given.map(({ base, next, records }) => ({
            baseOffset: base,
            nextOffset: next,
            maxTimestamp: 0,
            found: () =>
              Promise.resolve(
                records
                  .filter(({ offset }) => offset >= from)
                  .map((each) => ({ partition, record: each })),
              ),
          }));
          const next = given.at(-1)?.next ?? (nonEmpty.length === 0 ? Math.max(from, end) : from);
          return [partition, { batches, next }];
        }),
      ),
    );
  };
}

const walks = { walkForward, walkBackward };

/** Everything that a walk finds, going on from its rest until there is none. */
async function collect(
  walk: keyof typeof walks,
  all: readonly Log[],
  limit: number,
): Promise<Found[]> {
  const found: Found[] = [];
  let ranges: Range[] = all.map(({ range }) => range);
  while (ranges.length > 0) {
    const tally = new Tally(unbounded, new AbortController().signal);
    const steps = walks[walk](ranges, reader(all), () => true, limit, tally);
    const before = found.length;
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) found.push(...step.value);
    expect(found.length - before).toBeLessThanOrEqual(limit);
    ranges = step.value.map(({ partition, offset }) =>
      walk === "walkForward"
        ? { partition, start: offset, end: all[partition]?.range.end ?? 0 }
        : { partition, start: 0, end: offset },
    );
  }
  return found;
}

/** Batches of so many records, nothing compacted. */
function dense(count: number, batch: number): Shape {
  return Array.from({ length: count / batch }, () => ({
    records: Array.from({ length: batch }, () => ({ kept: true, wait: 1 })),
    isGone: false,
    startsSegment: false,
  }));
}

const place = ({ partition, record: { offset } }: Found) => `${partition}::${offset}`;

test.each(["walkForward", "walkBackward"] as const)(
  "%s finds every message once, whatever compaction left, the pages, and the order of times",
  async (walk) => {
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 30 }), async (shapes, limit) => {
        const all = build(shapes);
        const found = await collect(walk, all, limit);
        const wanted = all.flatMap(({ range: { partition }, records }) =>
          records.map((each) => place({ partition, record: each })),
        );
        expect(found.map(place).sort()).toEqual(wanted.sort());
      }),
      { numRuns: 200 },
    );
  },
);

test("backward, messages come newest first across partitions", async () => {
  await fc.assert(
    fc.asyncProperty(logs, fc.integer({ min: 1, max: 100 }), async (shapes, limit) => {
      const all = build(shapes, true);
      const found = await collect("walkBackward", all, limit);
      const times = found.map(({ record: each }) => each.timestamp);
      expect(times).toEqual([...times].sort((a, b) => b - a));
    }),
    { numRuns: 200 },
  );
});

test("a search ends at its limits and says where to continue", async () => {
  const all = build([dense(60, 5)]);
  const tally = new Tally({ ...unbounded, messages: 12 }, new AbortController().signal);
  const steps = walkForward([all[0]!.range], reader(all), () => false, 10, tally);
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  expect(step.value).toEqual([{ partition: 0, offset: 15 }]);
  expect(tally.report(true)).toMatchObject({ messagesConsumed: 15, isCancelled: true });
});

test("an abandoned search stops reading", async () => {
  const abort = new AbortController();
  abort.abort();
  const read = jest.fn(reader(build([dense(5, 5)])));
  const steps = walkForward(
    [{ partition: 0, start: 0, end: 9 }],
    read,
    () => true,
    10,
    new Tally(unbounded, abort.signal),
  );
  await steps.next();
  expect(read).not.toHaveBeenCalled();
});

const kept = { first: 10, end: 100 };

test.each([
  ["FORWARD", { type: "BEGINNING" }, undefined, [10, 100]],
  ["FORWARD", { type: "LATEST" }, undefined, [100, 100]],
  ["FORWARD", { type: "OFFSET" }, 50, [50, 100]],
  ["FORWARD", { type: "OFFSET" }, 1, [10, 100]],
  ["FORWARD", { type: "TIMESTAMP" }, Number.MAX_SAFE_INTEGER, [100, 100]],
  ["BACKWARD", { type: "LATEST" }, undefined, [10, 100]],
  ["BACKWARD", { type: "OFFSET" }, 50, [10, 50]],
  ["BACKWARD", { type: "OFFSET" }, 1000, [10, 100]],
  ["TAILING", { type: "LATEST" }, undefined, [100, 100]],
  ["TAILING", { type: "OFFSET" }, 95, [95, 100]],
] as const)("%s from %j at %j is %j", (direction, seek, position, [start, end]) => {
  const query = { direction, seek: { ...seek, to: new Map<number, number>() } };
  expect(rangeOf(query as never, 3, kept, position)).toEqual({ partition: 3, start, end });
});

test("parameters have Kafka UI's format", () => {
  expect(
    parseMessagesQuery({
      seekType: "OFFSET",
      seekTo: ["0::5,1::7", "2::9"],
      seekDirection: "BACKWARD",
      limit: "20",
      q: "ana",
      keySerde: "String",
    }),
  ).toEqual({
    direction: "BACKWARD",
    seek: {
      type: "OFFSET",
      to: new Map([
        [0, 5],
        [1, 7],
        [2, 9],
      ]),
    },
    partitions: new Set([0, 1, 2]),
    limit: 20,
    text: "ana",
    isolation: "committed",
  });
  expect(parseMessagesQuery({})).toEqual({
    direction: "FORWARD",
    seek: { type: "BEGINNING" },
    limit: 100,
    text: "",
    isolation: "committed",
  });
});

test("any parameters are accepted or refused, and nothing else", () => {
  const name = fc.constantFrom("seekType", "seekTo", "seekDirection", "limit", "q");
  const value = fc.oneof(
    fc.string(),
    fc.array(fc.string()),
    fc.constantFrom("OFFSET", "BACKWARD", "0::1", "-1::5", "1e9", "0::99999999999999999", "NaN"),
    fc.anything(),
  );
  fc.assert(
    fc.property(fc.dictionary(name, value), (query) => {
      try {
        const { limit } = parseMessagesQuery(query);
        expect(limit).toBeGreaterThanOrEqual(1);
        expect(limit).toBeLessThanOrEqual(1000);
      } catch (error) {
        expect(error).toBeInstanceOf(RequestError);
        expect((error as RequestError).statusCode).toBe(400);
      }
    }),
    { numRuns: 2000 },
  );
});

test("binary data is shown as hexadecimal, and long text is cut between characters", () => {
  const bytes = { ...record(1, 5), key: Buffer.from([0xff, 0x00]), value: null };
  expect(messageView({ partition: 0, record: bytes })).toMatchObject({
    key: "ff00",
    keySerde: "Hex",
    keySize: 2,
  });
  expect(messageView({ partition: 0, record: bytes })).not.toHaveProperty("content");
  const long = messageView({ partition: 0, record: record(1, 5, "é".repeat(largestPart)) });
  expect(long).toMatchObject({ truncated: true, valueSerde: "String", valueSize: 2 * largestPart });
  expect(long.content).toMatch(/^é+$/);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
      const { content, valueSerde } = messageView({
        partition: 0,
        record: { ...record(1, 5), value: Buffer.from(value) },
      });
      const encoding = valueSerde === "Hex" ? "hex" : "utf8";
      expect(Buffer.from(content ?? "", encoding)).toEqual(Buffer.from(value));
    }),
  );
});

test("text is found in key, value and headers, ignoring case", () => {
  const message: LogRecord = {
    ...record(1, 5, "Pedido de Ana"),
    key: Buffer.from("CHAVE"),
    headers: [
      ["nula", null],
      ["Origem", Buffer.from("loja")],
    ],
  };
  for (const text of ["", "ANA", "chave", "origem", "LOJA"]) {
    expect(textFilter(text)(message)).toBe(true);
  }
  expect(textFilter("bruno")(message)).toBe(false);
});

test("headers keep their order: null, duplicate names, binary values, names of JavaScript properties", () => {
  const headers: LogRecord["headers"] = [
    ["a", null],
    ["a", Buffer.from("1")],
    ["constructor", Buffer.from("x")],
    ["__proto__", null],
    ["b", Buffer.from([0xff])],
  ];
  const view = messageView({ partition: 0, record: { ...record(1, 5), headers } });
  expect(view.headerList).toEqual([
    { name: "a", value: null },
    { name: "a", value: "1" },
    { name: "constructor", value: "x" },
    { name: "__proto__", value: null },
    { name: "b", value: "ff", isHex: true },
  ]);
  expect(JSON.stringify(view.headers)).toBe(
    '{"a":"1","constructor":"x","__proto__":null,"b":"ff"}',
  );
});

test("a hundred million offsets with few messages take few requests backward", async () => {
  const end = 100_000_000;
  const kept = [7, 40_000_000, 99_000_000];
  const batches = kept.map((offset, segment) => ({
    base: offset,
    next: offset + 1,
    segment,
    records: [record(offset, offset)],
  }));
  const log: Log = { range: { partition: 0, start: 0, end }, batches, records: [] };
  const read = jest.fn(reader([log]));
  const tally = new Tally(unbounded, new AbortController().signal);
  const steps = walkBackward([log.range], read, () => true, 100, tally);
  const found: Found[] = [];
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) found.push(...step.value);
  expect(found.map(({ record: { offset } }) => offset)).toEqual([...kept].reverse());
  expect(step.value).toEqual([]);
  expect(read.mock.calls.length).toBeLessThan(40);
});

test("newest first keeps only some of the large messages in memory and reads few of them twice", async () => {
  const mebibyte = Buffer.alloc(1024 * 1024);
  const all = Array.from({ length: 40 }, (_, partition): Log => {
    const batches = Array.from({ length: 25 }, (_each, offset) => ({
      base: offset,
      next: offset + 1,
      segment: 0,
      // All partitions at the same times: each one's newest are wanted at once.
      records: [{ ...record(offset, offset), value: mebibyte }],
    }));
    return { range: { partition, start: 0, end: 25 }, batches, records: [] };
  });
  const tally = new Tally(unbounded, new AbortController().signal);
  const ranges = all.map(({ range }) => range);
  const steps = walkBackward(ranges, reader(all), () => true, 1000, tally);
  const before = process.memoryUsage().arrayBuffers;
  let [most, count, last] = [0, 0, Infinity];
  for (let step = await steps.next(); !step.done; step = await steps.next()) {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    count += step.value.length;
    for (const { record: each } of step.value) {
      expect(each.timestamp).toBeLessThanOrEqual(last);
      last = each.timestamp;
    }
  }
  const { bytesConsumed } = tally.report();
  console.log(
    `1,000 messages of 1 MiB: ${most / 1024 ** 2} MiB at most, ${bytesConsumed / 1024 ** 2} MiB read`,
  );
  expect(count).toBe(1000);
  // All at once would be a GiB, and each window again and again many of them.
  expect(most / 1024 ** 2).toBeLessThan(500);
  expect(bytesConsumed / 1024 ** 2).toBeLessThan(3000);
});
