import type { Administration } from "../../../kafka/administration/administration";
import type { ConfigChange } from "../../../kafka/administration/incremental-alter-configs";
import { isTransient } from "../../../kafka/connections/kafka";
import { applyPlan, type RefusedTopics } from "../../../kafka/topics/apply";
import { planTopics, type TopicPlan } from "../../../kafka/topics/plan";

// What only the order and the size of requests can show; what brokers do with them is tested end to end.
const nothing = planTopics({ declared: {}, actual: {} });
const topic = { partitions: 1, replicationFactor: 1, config: {} };

function protocolError(type: string, retriable = false): Error {
  return Object.assign(new Error(`${type}!`), { type, retriable });
}

/** An admin client that notes the topics of each request and fails as it is told. */
function recordingAdmin(fail: (call: string, topics: string[]) => Error | undefined) {
  const calls: [string, number][] = [];
  const changed: ConfigChange[] = [];
  const note = (call: string, topics: string[]): Promise<unknown> => {
    calls.push([call, topics.length]);
    const error = fail(call, topics);
    return error ? Promise.reject(error) : Promise.resolve(true);
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
    changeConfigs: (changes: ConfigChange[]) => {
      calls.push(["configure", changes.length]);
      changed.push(...changes);
      const failures = changes.map(({ name }) => [name, fail("configure", [name])] as const);
      return Promise.resolve(new Map(failures.filter(([, error]) => error)));
    },
    deleteTopics: ({ topics }: { topics: string[] }) => note("delete", topics),
  };
  return { admin: admin as unknown as Administration, calls, changed };
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
  expect(await applyPlan(admin, plan, {})).toEqual(Object.keys(plan.create));
  expect(calls).toEqual([
    ...Array.from({ length: 4 }, () => ["create", 250]),
    ["grow", 1],
    ["configure", 1],
    ["delete", 1000],
  ]);
});

test("of a failed batch each topic is asked for by itself, failures are named, and nothing is deleted", async () => {
  const { admin, calls } = recordingAdmin((call, topics) =>
    call === "configure"
      ? topics.includes("t1")
        ? protocolError("INVALID_CONFIG")
        : undefined
      : topics.includes("t0")
        ? protocolError("INVALID_REQUEST")
        : undefined,
  );
  const plan = { ...nothing, grow: named(2, 5), configure: named(3, {}), delete: ["gone"] };
  const error: unknown = await applyPlan(admin, plan, {}).catch((reason: unknown) => reason);
  expect(String(error)).toContain(
    "2 topics could not be created or changed as declared; the changes to the others are done, except deletions. " +
      "t0: INVALID_REQUEST!; t1: INVALID_CONFIG!",
  );
  expect((error as RefusedTopics).names).toEqual(new Set(["t0", "t1"]));
  expect(calls).toEqual([
    ["grow", 2],
    ["grow", 1],
    ["grow", 1],
    ["configure", 3],
  ]);
});

test("of a topic's settings only those that differ are sent", async () => {
  const { admin, changed } = recordingAdmin(() => undefined);
  const found = { ...topic, config: { same: "1", changed: "1", gone: "1", foreign: "1" } };
  const configure = { t0: { same: "1", changed: "2", new: "1", foreign: "1" } };
  await applyPlan(admin, { ...nothing, configure }, { t0: found });
  expect(changed).toEqual([
    { type: 2, name: "t0", set: { changed: "2", gone: undefined, new: "1" } },
  ]);
});

test("what someone else or an interrupted run has made is no failure, but to be looked at before deletions", async () => {
  const exists = Object.assign(new Error("some"), {
    errors: [{ ...protocolError("TOPIC_ALREADY_EXISTS"), topic: "t0" }],
  });
  const { admin, calls } = recordingAdmin((call, topics) => {
    if (call === "create") return exists;
    return topics.length > 1 ? protocolError("X") : protocolError("INVALID_PARTITIONS");
  });
  const plan = { ...nothing, create: named(1, topic), grow: { a: 5, b: 5 }, delete: ["gone"] };
  expect(await applyPlan(admin, plan, {})).toEqual(["t0", "a", "b"]);
  expect(calls.filter(([call]) => call === "delete")).toEqual([]);
});

test("beside a failure, what was not looked at again is not claimed to be done", async () => {
  const errors = [
    { ...protocolError("TOPIC_ALREADY_EXISTS"), topic: "t0" },
    { type: "INVALID_CONFIG", topic: "t1", message: "no" },
  ];
  const { admin } = recordingAdmin(() => Object.assign(new Error("some"), { errors }));
  await expect(applyPlan(admin, { ...nothing, create: named(2, topic) }, {})).rejects.toThrow(
    "1 topic could not be created or changed as declared; the changes to the others are done, except deletions; " +
      "not checked: t0, as something else had already created or grown it. t1: no",
  );
});

test("what grows needs no other look where the brokers did as asked", async () => {
  const { admin } = recordingAdmin(() => undefined);
  expect(await applyPlan(admin, { ...nothing, grow: { a: 5 } }, {})).toEqual([]);
});

test("a broker that is away ends it at once", async () => {
  const { admin, calls } = recordingAdmin(() => protocolError("REQUEST_TIMED_OUT", true));
  const failed = applyPlan(admin, { ...nothing, grow: named(3, 5), configure: named(3, {}) }, {});
  expect(isTransient(await failed.catch((error: unknown) => error))).toBe(true);
  expect(calls).toEqual([["grow", 3]]);
});
