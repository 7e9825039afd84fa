import type { FoundVolume } from "../../../targets/target";
import { ensembleSizeHandler } from "../../../provider/handlers/ensemble-size";

test.each([
  [undefined, 3],
  [1, 1],
  [3, 3],
])("an ensemble of %s may become %s", (before, servers) => {
  const olds = before === undefined ? {} : { servers: before };
  expect(ensembleSizeHandler.check?.(olds, { servers })).toEqual([]);
});

test.each([
  [1, 3],
  [3, 5],
  [3, 1],
])("an ensemble of %s cannot become %s", (before, servers) => {
  expect(ensembleSizeHandler.check?.({ servers: before }, { servers })).toEqual([
    {
      property: "servers",
      reason:
        `zookeepers cannot change to ${servers}: the ensemble has ${before}, and servers that start without ` +
        "its data could outvote those that have it. Set it back, or copy the topics to a new stack of that size; " +
        "nothing was changed",
    },
  ]);
});

// What an earlier stack has left, to a stack that starts with it.
const volume = (name: string, replica: number, servers?: number): FoundVolume => ({
  name,
  replica,
  origin: servers === undefined ? {} : { servers: String(servers) },
});
const removal = "REMOVE";
const missing = { ensemble: [], brokers: [] };
const unmarked = [volume("zk", 1), volume("zk-2", 2), volume("zk-3", 3), volume("zk-logs", 1)];

test.each([
  ["nothing", [], 3],
  ["data of an ensemble of that size", [volume("zk", 1, 3), volume("zk-2", 2, 3)], 3],
  ["one labelled volume of three, as an interrupted up leaves it", [volume("zk", 1, 3)], 3],
  ["volumes of an earlier release, which recorded nothing", unmarked, 3],
  ["those, of which one is gone", [volume("zk", 1), volume("zk-3", 3)], 3],
])("a new stack takes over %s", (_what, ensemble, servers) => {
  const existing = { ensemble, brokers: ensemble, missing, removal };
  expect(ensembleSizeHandler.check?.({}, { servers, existing })).toEqual([]);
});

test.each([
  ["more servers", [volume("zk", 1, 1)], 3, 1],
  ["fewer servers", [volume("zk", 1, 3), volume("zk-2", 2, 3)], 1, 3],
  ["a third of the volumes", [volume("zk", 1, 3)], 1, 3],
  ["volumes that recorded nothing", unmarked, 1, 3],
  ["volumes of two ensembles", [volume("zk", 1, 3), volume("zk-2", 2, 5)], 3, 5],
])(
  "a new stack does not start on the data of another ensemble: %s",
  (_what, ensemble, servers, other) => {
    const existing = { ensemble, brokers: [], missing, removal };
    const found = ensemble.map(({ name }) => name).join(", ");
    expect(ensembleSizeHandler.check?.({}, { servers, existing })).toEqual([
      {
        property: "servers",
        reason:
          `zookeepers is ${servers}, but the data in ${found} was made by an ensemble of ${other}: servers that ` +
          `start without the data could outvote those that have it. Set it to ${other}, or remove all of ` +
          "the data together: REMOVE; nothing was changed",
      },
    ]);
  },
);

test("what the state knows counts for more than what an earlier stack has left", () => {
  const existing = { ensemble: unmarked, brokers: [], missing, removal };
  expect(ensembleSizeHandler.check?.({ servers: 1 }, { servers: 1, existing })).toEqual([]);
});

const prepared: FoundVolume = { name: "kafka-data-2", replica: 2, origin: {} };
const brokers: FoundVolume = { name: "kafka-data", replica: 1, origin: { brokers: "2" } };

test.each([[{}], [{ servers: 1 }]])(
  "brokers' data without ZooKeeper's is refused, whatever the state knows: %j",
  (before) => {
    const existing = { ensemble: [], brokers: [brokers, prepared], missing, removal };
    expect(ensembleSizeHandler.check?.(before, { servers: 1, existing })).toEqual([
      {
        property: "servers",
        reason:
          "the brokers' data exists (kafka-data), but the ZooKeeper data that belongs to it is gone: an empty " +
          "ensemble would be another cluster, and no broker would start. Restore ZooKeeper's volumes, or " +
          "remove what is left: REMOVE; nothing was changed",
      },
    ]);
  },
);

test("a volume that somebody has prepared for a broker is no data", () => {
  const existing = { ensemble: [], brokers: [prepared], missing, removal };
  expect(ensembleSizeHandler.check?.({}, { servers: 1, existing })).toEqual([]);
});

test("ZooKeeper's data without the brokers' may be the rest of an interrupted up", () => {
  const existing = { ensemble: [volume("zk", 1, 1)], brokers: [], missing, removal };
  expect(ensembleSizeHandler.check?.({}, { servers: 1, existing })).toEqual([]);
});

// What is left of an ensemble of three, each of whose servers has two volumes.
const ensembleOf = (servers: number) =>
  Array.from({ length: servers }, (_, index) => index + 1).flatMap((replica) =>
    ["data", "logs"].map((content) => volume(`${content}-${replica}`, replica, servers)),
  );

function left(servers: number, gone: readonly string[], ofBrokers: readonly FoundVolume[]) {
  const all = ensembleOf(servers);
  return {
    ensemble: all.filter(({ name }) => !gone.includes(name)),
    brokers: ofBrokers,
    missing: { ensemble: all.filter(({ name }) => gone.includes(name)), brokers: [] },
    removal,
  };
}

const two = ["data-2", "logs-2", "data-3", "logs-3"];

test.each([
  ["a new stack", {}, 3, two],
  ["a new stack, of whose servers one is gone", {}, 3, ["data-2", "logs-2"]],
  ["a new stack, of whose volumes one is gone", {}, 3, ["logs-1"]],
  ["a new stack with one server, whose logs are gone", {}, 1, ["logs-1"]],
  ["a known stack without a majority", { servers: 3 }, 3, ["data-2", "logs-3"]],
  ["a known stack whose only server has half of its volumes", { servers: 1 }, 1, ["data-1"]],
])("part of ZooKeeper's data is not enough for %s", (_what, before, servers, gone) => {
  const existing = left(servers, gone, [brokers, prepared]);
  expect(ensembleSizeHandler.check?.(before, { servers, existing })).toEqual([
    {
      property: "servers",
      reason:
        `the brokers' data exists (kafka-data), but there is no ZooKeeper data in ${gone.join(", ")}: ` +
        "created empty, the ensemble could forget the topics. Restore a backup or, without one, remove all data and start from scratch: REMOVE; " +
        "nothing was changed",
    },
  ]);
});

test.each([
  ["all of it, to a new stack", {}, [], [brokers]],
  ["all of it, to a known one", { servers: 3 }, [], [brokers]],
  ["what an interrupted first up has left", {}, two, []],
  ["that, and a volume that somebody has prepared for a broker", {}, two, [prepared]],
  ["that, to a stack that knows it", { servers: 3 }, two, [prepared]],
  ["a majority, to a stack that knows it", { servers: 3 }, ["data-2", "logs-2"], [brokers]],
])("of ZooKeeper's data, this is enough: %s", (_what, before, gone, ofBrokers) => {
  const existing = left(3, gone, ofBrokers);
  expect(ensembleSizeHandler.check?.(before, { servers: 3, existing })).toEqual([]);
});
