import type { Admin } from "kafkajs";
import { isTransient } from "../../kafka/connection";
import { applyPlan } from "../../kafka/topics/apply";
import { planTopics, type TopicPlan } from "../../kafka/topics/plan";

// What only the order and the size of requests can show; what brokers do with them is tested end to end.
const nothing = planTopics({ declared: {}, actual: {} });
const topic = { partitions: 1, replicationFactor: 1, config: {} };

function protocolError(type: string, retriable = false): Error {
  return Object.assign(new Error(`${type}!`), { type, retriable });
}

/** An admin client that notes the topics of each request and fails as it is told. */
function recordingAdmin(fail: (call: string, topics: string[]) => Error | undefined) {
  const calls: [string, number][] = [];
  const note = (call: string, topics: string[]): Promise<unknown> => {
    calls.push([call, topics.length]);
    const error = fail(call, topics);
    return error ? Promise.reject(error) : Promise.resolve();
  };
  const admin = {
    createTopics: ({ topics }: { topics: { topic: string }[] }) =>
      note(
        "create",
        topics.map((each) => each.topic),
      ),
    createPartitions: ({ topicPartitions }: { topicPartitions: { topic: string }[] }) =>
      note(
        "grow",
        topicPartitions.map((each) => each.topic),
      ),
    alterConfigs: ({ resources }: { resources: { name: string }[] }) =>
      note(
        "configure",
        resources.map(({ name }) => name),
      ),
    deleteTopics: ({ topics }: { topics: string[] }) => note("delete", topics),
  };
  return { admin: admin as unknown as Admin, calls };
}

function named<Value>(count: number, value: Value): Record<string, Value> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, value]));
}

test("a thousand topics take four requests, and their deletion one, which comes last", async () => {
  const { admin, calls } = recordingAdmin(() => undefined);
  const plan: TopicPlan = {
    ...nothing,
    create: named(1000, topic),
    grow: { a: 2 },
    configure: { a: {} },
    delete: Object.keys(named(1000, 0)),
  };
  await applyPlan(admin, plan);
  expect(calls).toEqual([
    ...Array.from({ length: 4 }, () => ["create", 250]),
    ["grow", 1],
    ["configure", 1],
    ["delete", 1000],
  ]);
});

test("of a failed batch each topic is asked for by itself, failures are named, and nothing is deleted", async () => {
  const { admin, calls } = recordingAdmin((call, topics) =>
    call === "configure" && topics.includes("t1") ? protocolError("INVALID_CONFIG") : undefined,
  );
  const plan = { ...nothing, configure: named(3, {}), delete: ["gone"] };
  await expect(applyPlan(admin, plan)).rejects.toThrow(
    "1 topic could not be made as declared; what the others needed is done, except deletions. t1: INVALID_CONFIG!",
  );
  expect(calls).toEqual([
    ["configure", 3],
    ["configure", 1],
    ["configure", 1],
    ["configure", 1],
  ]);
});

test("what an interrupted run has begun is no failure", async () => {
  const exists = Object.assign(new Error("some"), {
    errors: [{ ...protocolError("TOPIC_ALREADY_EXISTS"), topic: "t0" }],
  });
  const { admin } = recordingAdmin((call, topics) => {
    if (call === "create") return exists;
    return topics.length > 1 ? protocolError("X") : protocolError("INVALID_PARTITIONS");
  });
  await applyPlan(admin, { ...nothing, create: named(2, topic), grow: named(2, 5) });
});

test("a broker that is away ends it at once", async () => {
  const { admin, calls } = recordingAdmin(() => protocolError("REQUEST_TIMED_OUT", true));
  const failed = applyPlan(admin, { ...nothing, grow: named(3, 5), configure: named(3, {}) });
  expect(isTransient(await failed.catch((error: unknown) => error))).toBe(true);
  expect(calls).toEqual([["grow", 3]]);
});
