import { describePlan, describeSetting, describeUndeclared } from "../../../kafka/topics/describe";
import { planTopics } from "../../../kafka/topics/plan";

test("a plan is told in a line for each topic that it touches", () => {
  const config = { "retention.ms": "3600000" };
  const topic = { partitions: 3, replicationFactor: 1, config };
  const actual = {
    adopted: topic,
    different: topic,
    changed: { ...topic, config: { ...config, "cleanup.policy": "compact", foreign: "1" } },
    same: topic,
    gone: topic,
  };
  const previous = {
    changed: { ...topic, config: { ...config, "cleanup.policy": "compact" } },
    same: topic,
    gone: topic,
  };
  const declared = {
    new: { partitions: 6, replicationFactor: 3, config: { "retention.ms": "604800000" } },
    small: { partitions: 1, replicationFactor: 1, config: {} },
    adopted: topic,
    different: { ...topic, partitions: 6 },
    changed: {
      partitions: 6,
      replicationFactor: 3,
      config: { "retention.ms": "604800000", "max.message.bytes": "1048576" },
    },
    same: topic,
  };
  expect(describePlan(planTopics({ declared, actual, previous }), actual)).toEqual([
    "adopted: adopted",
    "changed: partitions 3 → 6, replicas 1 → 3, cleanup.policy compact → the broker default, " +
      "max.message.bytes the broker default → 1 MiB, retention.ms 1 h → 7 d",
    "different: adopted, partitions 3 → 6",
    "gone: kept on the cluster, no longer managed (deleteTopics is false)",
    "new: created, 6 partitions, 3 replicas, retention.ms 7 d",
    "small: created, 1 partition, 1 replica",
  ]);
  const removal = { declared: { same: topic }, actual, previous: { same: topic, gone: topic } };
  expect(describePlan(planTopics({ ...removal, deleteTopics: true }), actual)).toEqual([
    "gone: deleted, with its messages",
  ]);
});

test("partitions with different numbers of copies are told as a range", () => {
  const topic = { partitions: 3, replicationFactor: 2, config: {} };
  const actual = { a: { ...topic, mostReplicas: 3 } };
  const plan = planTopics({ declared: { a: topic }, actual, previous: { a: topic } });
  expect(describePlan(plan, actual)).toEqual(["a: replicas 2 to 3 → 2"]);
});

test("topics that nobody declares and that get more copies are told with the reason, Kafka's own are not", () => {
  expect(
    describeUndeclared([
      { name: "__consumer_offsets", from: 1, to: 3 },
      { name: "_schemas", from: 1, to: 3, minInSync: 2 },
    ]),
  ).toEqual(["_schemas: replicas 1 → 3, although not declared: min.insync.replicas is 2"]);
});

test("Kafka's own topics are not told", () => {
  const plan = planTopics({ declared: {}, actual: {} });
  expect(describePlan({ ...plan, replicate: { __consumer_offsets: 3 } }, {})).toEqual([]);
});

test.each([
  ["retention.ms", "604800000", "7 d"],
  ["retention.ms", "5400000", "90 min"],
  ["retention.ms", "1500", "1500 ms"],
  ["retention.ms", "0", "0 ms"],
  ["retention.ms", "-1", "unlimited"],
  ["retention.ms", "9223372036854775807", "9223372036854775807"],
  ["retention.bytes", "1073741824", "1 GiB"],
  ["segment.bytes", "1500", "1500 bytes"],
  ["cleanup.policy", "compact", "compact"],
  ["leader.replication.throttled.replicas", "", "empty"],
  ["min.insync.replicas", "2", "2"],
  ["retention.ms", undefined, "the broker default"],
])("%s=%s reads %s", (name, value, text) => {
  expect(describeSetting(name, value)).toBe(text);
});
