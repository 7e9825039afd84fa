import fc from "fast-check";
import { walkBackward } from "../../offline/console/server/messages/backward";
import { walkForward } from "../../offline/console/server/messages/forward";
import { parseMessagesQuery } from "../../offline/console/server/messages/query";
import { type Range, rangeOf } from "../../offline/console/server/messages/range";
import { type Found, Tally } from "../../offline/console/server/messages/scan";
import { largestPart, messageView, textFilter } from "../../offline/console/server/messages/view";
import type { RawRecord } from "../../offline/console/server/kafka/kafkajs-internals";
import { RequestError } from "../../offline/console/server/errors";

const unbounded = { milliseconds: Infinity, messages: Infinity, bytes: Infinity };

function record(offset: number, timestamp: number, value = ""): RawRecord {
  return {
    offset: String(offset),
    timestamp: String(timestamp),
    key: null,
    value: Buffer.from(value),
  };
}

/** Logs of partitions with gaps, as compaction leaves them, and with times that grow. */
const logs = fc.array(
  fc.array(fc.record({ gap: fc.nat(3), wait: fc.nat(50), control: fc.boolean() }), {
    maxLength: 60,
  }),
  { minLength: 1, maxLength: 4 },
);

interface Log {
  readonly range: Range;
  readonly records: readonly RawRecord[];
}

function build(shapes: readonly { gap: number; wait: number; control: boolean }[][]): Log[] {
  return shapes.map((shape, partition) => {
    let [offset, time] = [0, 0];
    const records = shape.map(({ gap, wait, control }) => {
      offset += gap + 1;
      time += wait;
      return { ...record(offset, time), isControlRecord: control };
    });
    return { range: { partition, start: 0, end: offset + 1 }, records };
  });
}

/** Reads in batches of five, as a broker gives what lies together. */
function reader(all: readonly Log[]) {
  return (partition: number, offset: number) =>
    Promise.resolve(
      (all[partition]?.records ?? []).filter((each) => Number(each.offset) >= offset).slice(0, 5),
    );
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

const place = ({ partition, record: { offset } }: Found) => `${partition}::${offset}`;

test.each(["walkForward", "walkBackward"] as const)(
  "%s finds every message once, whatever the pages, and no mark of a transaction",
  async (walk) => {
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 30 }), async (shapes, limit) => {
        const all = build(shapes);
        const found = await collect(walk, all, limit);
        const wanted = all.flatMap(({ range, records }) =>
          records
            .filter(({ isControlRecord }) => !isControlRecord)
            .map((each) => place({ partition: range.partition, record: each })),
        );
        expect(found.map(place).sort()).toEqual(wanted.sort());
      }),
      { numRuns: 200 },
    );
  },
);

test("walking back, messages come newest first across partitions", async () => {
  await fc.assert(
    fc.asyncProperty(logs, fc.integer({ min: 1, max: 100 }), async (shapes, limit) => {
      const all = build(shapes);
      const times = (await collect("walkBackward", all, limit)).map(({ record: each }) =>
        Number(each.timestamp),
      );
      expect(times).toEqual([...times].sort((a, b) => b - a));
    }),
    { numRuns: 200 },
  );
});

test("a search ends at its bounds, and says where to go on", async () => {
  const all = build([Array.from({ length: 60 }, () => ({ gap: 0, wait: 1, control: false }))]);
  const tally = new Tally({ ...unbounded, messages: 12 }, new AbortController().signal);
  const steps = walkForward([all[0]!.range], reader(all), () => false, 10, tally);
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  expect(step.value).toEqual([{ partition: 0, offset: 16 }]);
  expect(tally.report(true)).toMatchObject({ messagesConsumed: 15, isCancelled: true });
});

test("a search that nobody listens to any more reads nothing further", async () => {
  const abort = new AbortController();
  abort.abort();
  const read = jest.fn(reader(build([[{ gap: 0, wait: 0, control: false }]])));
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

test("parameters are read as Kafka UI takes them", () => {
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
  });
  expect(parseMessagesQuery({})).toEqual({
    direction: "FORWARD",
    seek: { type: "BEGINNING" },
    limit: 100,
    text: "",
  });
});

test("whatever the parameters are, they are understood or refused, never worse", () => {
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

test("what is no text is shown in hexadecimal digits, and what is long is cut between characters", () => {
  const bytes = { ...record(1, 5), key: Buffer.from([0xff, 0x00]), value: null };
  expect(messageView(0, bytes)).toMatchObject({ key: "ff00", keySerde: "Hex", keySize: 2 });
  expect(messageView(0, bytes)).not.toHaveProperty("content");
  const long = messageView(0, record(1, 5, "é".repeat(largestPart)));
  expect(long).toMatchObject({ truncated: true, valueSerde: "String", valueSize: 2 * largestPart });
  expect(long.content).toMatch(/^é+$/);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
      const { content, valueSerde } = messageView(0, {
        ...record(1, 5),
        value: Buffer.from(value),
      });
      const encoding = valueSerde === "Hex" ? "hex" : "utf8";
      expect(Buffer.from(content ?? "", encoding)).toEqual(Buffer.from(value));
    }),
  );
});

test("a text is found in key, value and headers, in any case", () => {
  const message: RawRecord = {
    ...record(1, 5, "Pedido de Ana"),
    key: Buffer.from("CHAVE"),
    headers: { Origem: Buffer.from("loja") },
  };
  for (const text of ["", "ANA", "chave", "origem", "LOJA"]) {
    expect(textFilter(text)(message)).toBe(true);
  }
  expect(textFilter("bruno")(message)).toBe(false);
});
