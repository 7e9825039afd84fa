import fc from "fast-check";
import { readSummary } from "../../../bench/measure/throughput";
import { treeOf } from "../../../bench/measure/process-tree";
import { mebibytes } from "../../../bench/contenders/docker";
import { union } from "../../../bench/report/findings";
import { range, table } from "../../../bench/report/table";
import { rotated, summarize } from "../../../bench/statistics";

const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });

test.each([
  [[3], { median: 3, min: 3, max: 3, count: 1 }],
  [[4, 2], { median: 3, min: 2, max: 4, count: 2 }],
  [[9, 1, 5], { median: 5, min: 1, max: 9, count: 3 }],
  [[1, 10, 2, 30], { median: 6, min: 1, max: 30, count: 4 }],
])("%j comes to its median and spread", (values, summary) => {
  expect(summarize(values)).toEqual(summary);
});

test("nothing measured has no summary, and is a dash", () => {
  expect(summarize([])).toBeUndefined();
  expect(range(undefined)).toBe("–");
});

test("as many values lie below the median as above it, whatever their order", () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const { median, min, max, count } = summarize(values) ?? fail();
      expect(summarize([...values].reverse())).toEqual({ median, min, max, count });
      expect(min).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(max);
      expect(values.filter((value) => value < median).length).toBeLessThanOrEqual(count / 2);
      expect(values.filter((value) => value > median).length).toBeLessThanOrEqual(count / 2);
    }),
  );
});

test("over as many rounds as there are contenders, each comes first once, and none is left out", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), (items) => {
      const rounds = items.map((_, round) => rotated(items, round));
      expect(rounds.map(([first]) => first)).toEqual(items);
      for (const round of rounds) expect(new Set(round)).toEqual(new Set(items));
    }),
  );
});

test("time that bars share counts once", () => {
  const bars = (...spans: [number, number][]) => spans.map(([from, to]) => ({ from, to }));
  expect(union([])).toBe(0);
  expect(union(bars([0, 2], [5, 6]))).toBe(3);
  expect(union(bars([1, 4], [0, 2], [3, 3.5]))).toBe(4);
});

test("a process and all below it", () => {
  const processes = [
    { id: 1, parent: 0 },
    { id: 2, parent: 1 },
    { id: 3, parent: 2 },
    { id: 4, parent: 1 },
  ].map((each) => ({ ...each, residentKiB: 1, command: "", cpuSeconds: 0 }));
  const ids = (id: number) => treeOf(processes, id).map((each) => each.id);
  expect(ids(2)).toEqual([2, 3]);
  expect(ids(1)).toEqual([1, 2, 3, 4]);
  expect(ids(9)).toEqual([]);
});

test.each([
  ["312.5MiB / 23.5GiB", 312.5],
  ["1.5GiB / 2GiB", 1536],
  ["512KiB / 2GiB", 0.5],
])("the engine's %s", (usage, expected) => {
  expect(mebibytes(usage)).toBe(expected);
});

test("a producer's last line is read, and another one is refused", () => {
  const line =
    "20000 records sent, 1999.4 records/sec (0.38 MB/sec), 1.25 ms avg latency, 210.00 ms max latency, 1 ms 50th, 3 ms 95th, 9 ms 99th, 40 ms 99.9th.";
  expect(readSummary(line)).toEqual({
    rate: 1999.4,
    mebibytes: 0.38,
    latency: { mean: 1.25, p50: 1, p95: 3, p99: 9 },
  });
  expect(() => readSummary("no such topic")).toThrow("ended with 'no such topic'");
});

test("a table has its columns in line", () => {
  expect(table(["", "a"], [["row", "12.5 (1.0 to 2.0)"]])).toBe(
    "|     | a                 |\n| --- | ----------------- |\n| row | 12.5 (1.0 to 2.0) |",
  );
});

function fail(): never {
  throw new Error("no summary");
}
