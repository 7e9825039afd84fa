import fc from "fast-check";
import {
  countBooks,
  type Entry,
  longestSilence,
  readBook,
  writeEntry,
} from "../../../bench/drill/books";
import { drillOptions } from "../../../bench/drill/options";
import { drawOrder, seeded } from "../../../bench/drill/random";
import { drillReport, isPassed } from "../../../bench/drill/report";

const entry: fc.Arbitrary<Entry> = fc.record({
  what: fc.constantFrom("a" as const, "f" as const, "d" as const),
  message: fc.nat(30),
  at: fc.nat(),
});

test.each<[string, Entry["what"][], object]>([
  ["acknowledged and delivered", ["a", "d"], { acknowledged: 1, delivered: 1, lost: 0 }],
  ["acknowledged and gone", ["a"], { acknowledged: 1, delivered: 0, lost: 1 }],
  ["failed, but there", ["f", "d"], { unknown: 1, delivered: 1, acknowledged: 0, lost: 0 }],
  ["failed", ["f"], { unknown: 1, delivered: 0, lost: 0 }],
  ["delivered again", ["a", "d", "d", "d"], { delivered: 1, duplicated: 2, lost: 0 }],
])("a message that was %s", (_, history, expected) => {
  const entries = history.map((what) => ({ what, message: 7, at: 0 }));
  expect(countBooks(entries)).toMatchObject(expected);
});

test("every acknowledged message is delivered or lost, and every delivery is a first one or a duplicate", () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const count = countBooks(entries);
      const deliveries = entries.filter(({ what }) => what === "d");
      const isDelivered = (message: number) => deliveries.some((each) => each.message === message);
      const acknowledged = new Set(
        entries.filter(({ what }) => what === "a").map(({ message }) => message),
      );
      expect(count.delivered + count.duplicated).toBe(deliveries.length);
      expect(count.lost).toBe([...acknowledged].filter((message) => !isDelivered(message)).length);
      expect(count.acknowledged).toBe(acknowledged.size);
    }),
  );
});

test("only the messages that are meant count", () => {
  const entries: Entry[] = [1, 2, 3].map((message) => ({ what: "a", message, at: 0 }));
  expect(countBooks(entries, (message) => message > 1)).toMatchObject({ acknowledged: 2, lost: 2 });
});

test("a book reads as it was written, but for a line that is not finished", () => {
  fc.assert(
    fc.property(fc.array(entry), entry, (entries, last) => {
      const text = entries.map(writeEntry).join("");
      expect(readBook(text)).toEqual(entries);
      expect(readBook(text + writeEntry(last).slice(0, -1))).toEqual(entries);
    }),
  );
});

test.each<[[Entry["what"], number][], number, number]>([
  [[], 1000, 0],
  [
    [
      ["a", 1500],
      ["a", 4500],
      ["a", 5000],
    ],
    1000,
    3,
  ],
  // What came before does not count, and neither does what failed.
  [
    [
      ["a", 100],
      ["f", 2000],
      ["a", 6000],
    ],
    1000,
    5,
  ],
])("the longest silence of %j from %d", (times, from, seconds) => {
  const entries = times.map(([what, at]) => ({ what, message: 0, at }));
  expect(longestSilence(entries, from)).toBe(seconds);
});

test("the same seed draws the same order, and another one another", () => {
  const faults = Array.from({ length: 10 }, (_, index) => index);
  expect(drawOrder(faults, 10, seeded(5))).toEqual(drawOrder(faults, 10, seeded(5)));
  expect(drawOrder(faults, 10, seeded(5))).not.toEqual(drawOrder(faults, 10, seeded(6)));
});

test("each fault comes once before any comes again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(40), fc.nat(), (kinds, count, seed) => {
      const faults = Array.from({ length: kinds }, (_, index) => index);
      const order = drawOrder(faults, count, seeded(seed));
      expect(order).toHaveLength(count);
      for (let from = 0; from + kinds <= count; from += kinds) {
        expect(new Set(order.slice(from, from + kinds)).size).toBe(kinds);
      }
    }),
  );
});

test("the numbers are from 0 to below 1", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = seeded(seed);
      for (let draw = 0; draw < 20; draw++) {
        const number = random();
        expect(number >= 0 && number < 1).toBe(true);
      }
    }),
  );
});

const count = { acknowledged: 10, unknown: 2, delivered: 11, duplicated: 1, lost: 0 };
const outcome = {
  title: "a crash",
  silence: 4.25,
  recovery: 9,
  runs: 1,
  count,
  missing: 0,
  isUnchanged: true,
};

test.each([
  [{}, true],
  [{ missing: 1 }, false],
  [{ failure: "a flood" }, false],
  [{ total: { ...count, lost: 1 } }, false],
  [{ outcomes: [{ ...outcome, isUnchanged: false }] }, false],
])("with %j a drill is passed: %s", (changes, passed) => {
  const results = { outcomes: [outcome], total: count, missing: 0, leftOut: [], ...changes };
  expect(isPassed(results)).toBe(passed);
  const report = drillReport(drillOptions([]), results, "2026-01-02T03:04:05Z");
  expect(report).toContain(passed ? "**Passed**" : "**FAILED**");
  expect(report.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(4);
});

test.each([
  [["--seed", "x"], "--seed is x; must be a whole number from 0."],
  [["--faults", "0"], "--faults is 0; must be a whole number from 1."],
  [["--fault", "1"], "Usage: make drill"],
])("%j is refused", (args, message) => {
  expect(() => drillOptions(args)).toThrow(message);
});
