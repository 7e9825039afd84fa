import { type FailedRun, topicsAfter } from "../../../provider/topics/partial";
import { RefusedTopics } from "../../../kafka/topics/apply";

const connection = { via: "direct", addresses: ["127.0.0.1:1"] } as const;
const topic = { partitions: 3, replicationFactor: 1, config: {} };
const hour = { ...topic, config: { "retention.ms": "3600000" } };
const day = { ...topic, config: { "retention.ms": "86400000" } };
const inputs = { connection, brokers: 1, deleteTopics: false };
const transient = Object.assign(new Error("away"), { retriable: true });

// Sets a retention on a, creates b, and is refused c.
const run: FailedRun = {
  now: { ...inputs, topics: { a: day, b: topic, c: topic } },
  before: { ...inputs, topics: { a: topic }, clusterId: "id" },
  cluster: { clusterId: "id", topics: { a: topic } },
  plan: { adopt: [] },
  error: new RefusedTopics("c: no", new Set(["c"])),
};

test("what was done is known, and what was refused is not claimed", () => {
  expect(topicsAfter(run, { a: day, b: topic })).toEqual({ a: day, b: topic });
});

test("what was refused of a topic stays as it was, and remains this stack's to take back", () => {
  const error = new RefusedTopics("a: no", new Set(["a"]));
  expect(topicsAfter({ ...run, error }, { a: topic, b: topic })).toEqual({ a: topic, b: topic });
  // A setting that was to go and is still there.
  const back = { ...run, error, now: { ...inputs, topics: { a: topic } } };
  const before = { ...inputs, topics: { a: hour }, clusterId: "id" };
  expect(topicsAfter({ ...back, before }, { a: hour })).toEqual({ a: hour });
});

test("a topic that was to be deleted and is still there is not forgotten", () => {
  const gone = { ...run, now: { ...inputs, topics: { c: topic }, deleteTopics: true } };
  expect(topicsAfter(gone, { a: topic })).toEqual({ a: topic });
});

test("somebody else's topic of a refused name stays somebody else's", () => {
  expect(topicsAfter(run, { a: day, b: topic, c: topic })).toEqual({ a: day, b: topic });
  const adopting = { ...run, plan: { adopt: ["c"] } };
  const cluster = { clusterId: "id", topics: { a: topic, c: hour } };
  expect(topicsAfter({ ...adopting, cluster }, { a: day, b: topic, c: hour })).toEqual({
    a: day,
    b: topic,
  });
});

test("an adopted topic is this stack's once something of it is changed, or nothing has to be", () => {
  const now = { ...inputs, topics: { b: day, c: topic } };
  const adopting = { ...run, now, before: undefined, plan: { adopt: ["b", "c"] } };
  const cluster = { clusterId: "id", topics: { b: topic, c: topic } };
  const error = new RefusedTopics("b: no", new Set(["b"]));
  const after = (b: typeof topic) => topicsAfter({ ...adopting, cluster, error }, { b, c: topic });
  expect(after({ ...topic, partitions: 4 })).toEqual({
    b: { ...topic, partitions: 4 },
    c: topic,
  });
  expect(after(topic)).toEqual({ c: topic });
});

describe("where the connection broke", () => {
  const broken = { ...run, error: transient };

  test("topics that may still come are this stack's", () => {
    expect(topicsAfter(broken, { a: topic })).toEqual({ a: topic, b: topic, c: topic });
  });

  test("and no broker answers, topics have what was asked for and the counts they had", () => {
    const now = { ...inputs, topics: { a: { ...day, partitions: 6 }, b: topic } };
    expect(topicsAfter({ ...broken, now }, undefined)).toEqual({ a: day, b: topic });
  });
});

test("partitions with different numbers of copies are no match for the declared number", () => {
  const declared = { ...topic, replicationFactor: 2 };
  const now = { ...inputs, topics: { a: declared } };
  const before = { ...now, clusterId: "id" };
  const found = { a: { ...declared, mostReplicas: 3 } };
  expect(topicsAfter({ ...run, now, before }, found)).toEqual({
    a: { ...topic, replicationFactor: 3 },
  });
});
