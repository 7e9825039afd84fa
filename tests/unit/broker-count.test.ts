import { brokerCountHandler } from "../../kafka/provider/broker-count-handler";

// What is left of brokers above a number. How partitions are counted, only a real cluster can say.
const reach = { via: "direct" as const, addresses: ["127.0.0.1:1"] };
const volumes = [2, 3].map((replica) => ({ name: `kafka-data-${replica}`, replica, origin: {} }));
const surplus = { volumes, removal: "REMOVE" };

test("a new stack does not leave the data of further brokers behind", async () => {
  expect(await brokerCountHandler.check?.({}, { reach, brokers: 1, surplus })).toEqual([
    {
      property: "brokers",
      reason:
        "brokers is 1, but there is data of brokers above 1 in kafka-data-2, kafka-data-3: their partitions would " +
        "be missing. Set it to 3; or, if these had been moved away before, remove these volumes: " +
        "REMOVE; no broker was touched",
    },
  ]);
});

test.each([
  ["a new stack without such data", {}, { volumes: [], removal: "" }],
  ["a new stack on a target that cannot be asked", {}, undefined],
  ["a stack whose brokers were taken away before", { reach, brokers: 1 }, surplus],
])("%s is let through", async (_what, before, left) => {
  const now = { reach, brokers: 1, ...(left && { surplus: left }) };
  expect(await brokerCountHandler.check?.(before, now)).toEqual([]);
});
