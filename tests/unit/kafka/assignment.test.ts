import fc from "fast-check";
import { type Assignment, changeReplicationFactor } from "../../../kafka/topics/assignment";

test.each<[string, Assignment, number, number[], Assignment]>([
  [
    "copies are spread over the new brokers",
    [[1], [1], [1]],
    2,
    [1, 2, 3],
    [
      [1, 2],
      [1, 3],
      [1, 2],
    ],
  ],
  [
    "every broker gets one where there are as many",
    [[1], [1]],
    3,
    [1, 2, 3],
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  ],
  [
    "as it should be, nothing moves",
    [
      [2, 1],
      [1, 3],
    ],
    2,
    [1, 2, 3],
    [
      [2, 1],
      [1, 3],
    ],
  ],
  [
    "the fullest broker gives a copy up, the leader never",
    [
      [1, 2, 3],
      [2, 3, 1],
    ],
    1,
    [1, 2, 3],
    [[1], [2]],
  ],
])("%s", (_, before, replicationFactor, brokers, after) => {
  expect(changeReplicationFactor(before, replicationFactor, { ids: brokers })).toEqual(after);
});

test("any change keeps leaders, has the right number of distinct copies, and spreads what it adds", () => {
  const brokers = [1, 2, 3, 4];
  const replicas = fc.shuffledSubarray(brokers, { minLength: 1 });
  fc.assert(
    fc.property(
      fc.array(replicas, { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      (before, factor) => {
        const after = changeReplicationFactor(before, factor, { ids: brokers });
        after.forEach((each, partition) => {
          expect(each[0]).toBe(before[partition]?.[0]);
          expect(new Set(each).size).toBe(factor);
          const kept = each.filter((broker) => before[partition]?.includes(broker));
          expect(kept).toHaveLength(Math.min(factor, before[partition]?.length ?? 0));
        });
      },
    ),
  );
});

test("a topic on one broker is spread evenly over the others", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (partitions) => {
      const before = Array.from({ length: partitions }, () => [1]);
      const after = changeReplicationFactor(before, 2, { ids: [1, 2, 3] });
      const held = [2, 3].map((broker) => after.filter((each) => each.includes(broker)).length);
      expect(Math.abs((held[0] ?? 0) - (held[1] ?? 0))).toBeLessThanOrEqual(1);
    }),
  );
});

describe("where brokers are in racks", () => {
  const racks = new Map([
    [1, "a"],
    [2, "a"],
    [3, "b"],
    [4, "c"],
  ]);

  test("copies go into racks that have none of the partition yet", () => {
    const after = changeReplicationFactor([[1], [2], [3]], 3, { ids: [1, 2, 3, 4], racks });
    expect(after).toEqual([
      [1, 4, 3],
      [2, 4, 3],
      [3, 1, 4],
    ]);
  });

  test("a copy is taken out of the rack that has most", () => {
    expect(changeReplicationFactor([[1, 3, 2, 4]], 3, { ids: [1, 2, 3, 4], racks })).toEqual([
      [1, 3, 4],
    ]);
  });

  test("any new copies are in as many racks as there can be", () => {
    const rackOf = fc.constantFrom("a", "b", "c", undefined);
    fc.assert(
      fc.property(
        fc.tuple(rackOf, rackOf, rackOf, rackOf, rackOf),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 5 }),
        (given, leaders, factor) => {
          const ids = [1, 2, 3, 4, 5];
          const named = new Map(
            ids.flatMap((id): [number, string][] => {
              const rack = given[id - 1];
              return rack === undefined ? [] : [[id, rack]];
            }),
          );
          const rackCount = (of: readonly number[]) =>
            new Set(of.map((id) => named.get(id) ?? id)).size;
          const before = leaders.map((leader) => [leader]);
          for (const replicas of changeReplicationFactor(before, factor, { ids, racks: named })) {
            expect(rackCount(replicas)).toBe(Math.min(factor, rackCount(ids)));
          }
        },
      ),
    );
  });
});
