import fc from "fast-check";
import { intake, rate, Series } from "../../offline/console/server/history/series";
import { unpackSnappy } from "../../offline/console/server/kafka/codecs";
import { requireSameOrigin } from "../../offline/console/server/security/same-origin";
import { page, sorted } from "../../offline/console/server/views/pages";
import { cleanUpPolicy, topicView } from "../../offline/console/server/views/topics";

test("pages split a list: every item once, nothing after the end", () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 20 }), (items, perPage) => {
      const { pageCount } = page(items, 1, perPage);
      const numbers = Array.from({ length: pageCount }, (_, index) => index + 1);
      expect(numbers.flatMap((number) => page(items, number, perPage).items)).toEqual(items);
      expect(page(items, pageCount + 1, perPage).items).toEqual([]);
    }),
  );
});

test("items are sorted by value, then by name", () => {
  const items = [
    { name: "b", size: 1 },
    { name: "c", size: 2 },
    { name: "a", size: 1 },
  ];
  const names = (descending: boolean) =>
    sorted(
      items,
      ({ size }) => size,
      ({ name }) => name,
      descending,
    ).map(({ name }) => name);
  expect(names(false)).toEqual(["a", "b", "c"]);
  expect(names(true)).toEqual(["c", "a", "b"]);
});

test("a topic in Kafka UI's shape, with a partition without a leader", () => {
  const topic = {
    name: "a.b.c",
    isInternal: false,
    partitions: [
      { id: 0, leader: 1, replicas: [1, 2], inSync: [1] },
      { id: 1, leader: -1, replicas: [2, 1], inSync: [] },
    ],
  };
  const sizes = new Map([[1, new Map([["a.b.c", new Map([[0, 700]])]])]]);
  const facts = { earliest: new Map([[0, 10]]), latest: new Map([[0, 25]]), sizes };
  expect(topicView(topic, facts)).toEqual({
    name: "a.b.c",
    internal: false,
    partitionCount: 2,
    replicationFactor: 2,
    replicas: 4,
    inSyncReplicas: 1,
    underReplicatedPartitions: 2,
    segmentSize: 700,
    // Three of the four replicas are on brokers that did not say.
    segmentSizeIsPartial: true,
    messagesCount: null,
    partitions: [
      {
        partition: 0,
        leader: 1,
        replicas: [
          { broker: 1, leader: true, inSync: true },
          { broker: 2, leader: false, inSync: false },
        ],
        offsetMax: 25,
        offsetMin: 10,
        segmentSize: 700,
      },
      {
        partition: 1,
        replicas: [
          { broker: 2, leader: false, inSync: false },
          { broker: 1, leader: false, inSync: false },
        ],
        offsetMax: null,
        offsetMin: null,
        segmentSize: null,
      },
    ],
  });
});

test.each([
  ["delete", "DELETE"],
  ["compact", "COMPACT"],
  ["delete, compact", "COMPACT_DELETE"],
  [undefined, "UNKNOWN"],
])("cleanup.policy %j is %s", (value, policy) => {
  expect(cleanUpPolicy(value)).toBe(policy);
});

test("a series keeps its latest points, with gaps for missing samples", () => {
  const series = new Series(4);
  for (const point of [0, 1, 3, 4, 5]) series.set(point, point * 10);
  series.set(2, NaN);
  series.set(6, NaN);
  expect(series.slice(3, 6)).toEqual([30, 40, 50, null]);
});

test("a rate is the growth of a counter; a reset counter did not grow", () => {
  expect(rate(100, 150, 5)).toBe(10);
  expect(rate(100, 50, 5)).toBe(0);
  expect(rate(undefined, 50, 5)).toBeNaN();
  expect(rate(null, 50, 5)).toBeNaN();
  expect(rate(50, null, 5)).toBeNaN();
});

test("a new leader did not receive what the partition held before", () => {
  const messages = (a: number | null, b: number | null) =>
    new Map([
      ["a 0", a],
      ["b 0", b],
    ]);
  const before = { at: 0, partitionMessages: messages(1000, 50) };
  const now = (a: number | null, b: number | null) => ({
    at: 5000,
    led: new Map([
      ["1", ["a 0", "b 0", "new 0"]],
      ["2", []],
    ]),
    partitionMessages: new Map([...messages(a, b), ["new 0", 10]]),
  });
  expect(intake("1", now(1020, 50), before)).toBe(6);
  expect(intake("2", now(1020, 50), before)).toBe(0);
  expect(intake("1", now(1020, null), before)).toBeNaN();
  expect(intake("1", now(1020, 50), undefined)).toBeNaN();
});

test("Snappy is decompressed with and without the Java client's framing", () => {
  // By the format's description: the length, and a literal of five bytes.
  const packed = Buffer.from("0510" + Buffer.from("hello").toString("hex"), "hex");
  const text = Buffer.from("hello");
  expect(unpackSnappy(packed)).toEqual(text);
  const size = Buffer.alloc(4);
  size.writeInt32BE(packed.length);
  const header = Buffer.from("82534e41505059000000000100000001", "hex");
  expect(unpackSnappy(Buffer.concat([header, size, packed, size, packed]))).toEqual(
    Buffer.concat([text, text]),
  );
});

test.each<[string, Record<string, string>, boolean]>([
  ["POST", { host: "localhost:8090" }, true],
  ["POST", { host: "localhost:8090", origin: "http://localhost:8090" }, true],
  ["POST", { host: "localhost:8090", origin: "https://evil.example" }, false],
  ["POST", { host: "localhost:8090", origin: "null" }, false],
  ["POST", { host: "localhost:8090", "sec-fetch-site": "cross-site" }, false],
  ["POST", { host: "localhost:8090", "sec-fetch-site": "same-site" }, false],
  ["GET", { host: "localhost:8090", "sec-fetch-site": "cross-site" }, true],
])("%s with %j: allowed %s", (method, headers, isAllowed) => {
  const check = () => requireSameOrigin({ method, headers, host: headers.host ?? "" });
  if (isAllowed) expect(check).not.toThrow();
  else expect(check).toThrow("Changes requested by another site are refused.");
});
