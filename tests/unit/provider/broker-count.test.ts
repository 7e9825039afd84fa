import type { FoundVolume } from "../../../targets/target";
import { brokerCountHandler } from "../../../provider/handlers/broker-count";

// What is left of brokers above a number. How partitions are counted, only a real cluster can say.
const connection = { via: "direct" as const, addresses: ["127.0.0.1:1"] };
const volumes = [2, 3].map((replica) => ({ name: `kafka-data-${replica}`, replica, origin: {} }));
const surplus = { volumes, removal: "REMOVE" };

test("a new stack does not leave the data of further brokers behind", async () => {
  expect(await brokerCountHandler.check?.({}, { connection, brokers: 1, surplus })).toEqual([
    {
      property: "brokers",
      reason:
        "brokers is 1, but there is data of brokers above 1 in kafka-data-2, kafka-data-3: their partitions would " +
        "be missing. Set it to 3; or, if their partitions were moved away before, remove these volumes: " +
        "REMOVE; no broker was touched",
    },
  ]);
});

test.each([
  ["a new stack without such data", {}, { volumes: [], removal: "" }],
  ["a new stack on a target that cannot be asked", {}, undefined],
  ["a stack whose brokers were taken away before", { connection, brokers: 1 }, surplus],
])("%s is let through", async (_what, before, left) => {
  const now = { connection, brokers: 1, ...(left && { surplus: left }) };
  expect(await brokerCountHandler.check?.(before, now)).toEqual([]);
});

/** A stack with ZooKeeper's data, and volumes of brokers by number, each with the number of brokers it was made with. */
function found(made: Readonly<Record<number, number | undefined>>, wanted: number) {
  const name = (replica: number) => `kafka-${replica}`;
  const brokers = Object.entries(made).map(([number, mark]): FoundVolume => {
    const replica = Number(number);
    const origin: FoundVolume["origin"] = mark === undefined ? {} : { brokers: String(mark) };
    return { name: name(replica), replica, origin };
  });
  const missing = Array.from({ length: wanted }, (_, index) => index + 1)
    .filter((replica) => !(replica in made))
    .map((replica) => ({ name: name(replica), replica }));
  return {
    ensemble: [{ name: "zookeeper-data", replica: 1, origin: {} }],
    brokers,
    missing: { ensemble: [], brokers: missing },
    removal: "REMOVE",
  };
}

const none = undefined;

test.each([
  ["the first one's", { 2: 3, 3: 3 }, "kafka-1", ""],
  ["one's in the middle, without marks", { 1: none, 3: none }, "kafka-2", ""],
  ["one's that was added later", { 1: 1, 3: 3 }, "kafka-2", ""],
  ["the last one's, which a mark tells", { 1: none, 2: 3 }, "kafka-3", 2],
  ["most, which a mark tells", { 1: 3 }, "kafka-2, kafka-3", 1],
])("a new stack does not start while data is gone: %s", async (_what, made, gone, fewer) => {
  const existing = found(made, 3);
  const volumesOfBrokers = existing.brokers.map(({ name }) => name).join(", ");
  const way =
    fewer &&
    `; or, if brokers above ${fewer} were removed before, or never ran, set brokers to ${fewer}`;
  expect(await brokerCountHandler.check?.({}, { connection, brokers: 3, existing })).toEqual([
    {
      property: "brokers",
      reason:
        `there is data of brokers in ${volumesOfBrokers}, but none in ${gone}: a broker that starts empty could make the ` +
        `others drop their replicas. Restore a backup or, without one, remove all data and start from scratch: ` +
        `REMOVE${way}; no broker was touched`,
    },
  ]);
});

test.each([
  ["all of it", {}, found({ 1: 3, 2: 3, 3: 3 }, 3), 3],
  ["all of it, and more brokers", {}, found({ 1: 1 }, 3), 3],
  ["all of it without marks, and more brokers", {}, found({ 1: none, 2: none }, 3), 3],
  ["what is left where brokers were taken away", {}, found({ 1: 3 }, 1), 1],
  ["nothing", {}, found({}, 3), 3],
  ["prepared volumes, without ZooKeeper's", {}, { ...found({ 2: none }, 3), ensemble: [] }, 3],
  [
    "a running stack's, one of whose disks was replaced",
    { connection, brokers: 3 },
    found({ 1: 3 }, 3),
    3,
  ],
])("brokers start with this data: %s", async (_what, before, existing, brokers) => {
  expect(await brokerCountHandler.check?.(before, { connection, brokers, existing })).toEqual([]);
});
