import type { MinInSync } from "../../../kafka/topics/cluster-topics";
import { undeclaredReplication } from "../../../kafka/topics/undeclared";

type Copies = Record<string, number[][]>;

function clusterOf(copies: Copies, minInSync: Record<string, MinInSync>) {
  return {
    assignments: new Map(Object.entries(copies)),
    minInSync: new Map(Object.entries(minInSync)),
  };
}

const brokers = (value: number): MinInSync => ({ value, isOwn: false });
const own = (value: number): MinInSync => ({ value, isOwn: true });

describe("a topic that nobody declares", () => {
  test.each<[string, number[][], MinInSync, number | undefined]>([
    ["with one copy would refuse messages by the brokers' minimum", [[1], [2]], brokers(2), 3],
    ["with a single partition below the minimum too", [[1, 2], [2]], brokers(2), 3],
    ["with as many copies as the minimum is left alone", [[1, 2]], brokers(2), undefined],
    ["with a lower minimum of its own is left alone", [[1]], own(1), undefined],
    ["with a higher minimum of its own gets enough copies", [[1, 2]], own(3), 3],
    ["with a minimum that no number of copies can reach is left alone", [[1]], own(4), undefined],
  ])("%s", (_, partitions, minInSync, to) => {
    const cluster = clusterOf({ t: partitions }, { t: minInSync });
    const planned = undeclaredReplication({ cluster, brokers: 3 });
    expect(planned.map(({ to: copies }) => copies)).toEqual(to === undefined ? [] : [to]);
  });

  test("is foreseen by the minimum that the brokers will have, unless it has its own", () => {
    const copies = { foreign: [[1]], relaxed: [[1]] };
    const cluster = clusterOf(copies, { foreign: brokers(1), relaxed: own(1) });
    const args = { cluster, brokers: 3 };
    expect(undeclaredReplication(args)).toEqual([]);
    expect(undeclaredReplication({ ...args, comingInSync: 2 })).toEqual([
      { name: "foreign", from: 1, to: 3, minInSync: 2 },
    ]);
  });

  test("is left alone where it is about to be deleted, or where nothing is known of it", () => {
    const cluster = clusterOf({ gone: [[1]], declared: [[1]] }, { gone: brokers(2) });
    expect(undeclaredReplication({ cluster, brokers: 3, leaving: ["gone"] })).toEqual([]);
  });
});

test("Kafka's own topics and the smoke test's get the usual copies whatever their minimum", () => {
  const copies = { __consumer_offsets: [[1]], "kafka-platform.smoke.tested": [[1, 2]] };
  const cluster = clusterOf(copies, {});
  expect(undeclaredReplication({ cluster, brokers: 3 })).toEqual([
    { name: "__consumer_offsets", from: 1, to: 3 },
    { name: "kafka-platform.smoke.tested", from: 2, to: 3 },
  ]);
  expect(undeclaredReplication({ cluster, brokers: 1 })).toEqual([]);
});

test("five thousand topics of six partitions are planned at once", () => {
  const names = Array.from({ length: 5000 }, (_, index) => `t${index}`);
  const copies = Object.fromEntries(names.map((name) => [name, Array(6).fill([1]) as number[][]]));
  const minInSync = Object.fromEntries(names.map((name) => [name, brokers(2)]));
  const started = performance.now();
  const planned = undeclaredReplication({ cluster: clusterOf(copies, minInSync), brokers: 3 });
  console.log(`5000 topics: ${(performance.now() - started).toFixed(0)} ms`);
  expect(planned).toHaveLength(5000);
  expect(new Set(planned.map(({ to }) => to))).toEqual(new Set([3]));
});
