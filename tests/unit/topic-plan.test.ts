import fc from "fast-check";
import type { TopicDeclarations } from "../../kafka/topics/declaration";
import { type ActualTopic, planTopics, type TopicPlan } from "../../kafka/topics/plan";

const nothing: TopicPlan = { create: {}, grow: {}, replicate: {}, configure: {} };
const topic = { partitions: 3, replicationFactor: 1, config: { "retention.ms": "1000" } };

test("a missing topic is created", () => {
  expect(planTopics({ a: topic }, {})).toEqual({ ...nothing, create: { a: topic } });
});

test("a topic as declared needs nothing, and undeclared ones are left alone", () => {
  expect(planTopics({ a: topic }, { a: topic, b: topic })).toEqual(nothing);
});

test("partitions grow", () => {
  expect(planTopics({ a: { ...topic, partitions: 6 } }, { a: topic })).toEqual({
    ...nothing,
    grow: { a: 6 },
  });
});

describe("a change of settings", () => {
  test.each<
    [string, Record<string, string>, Record<string, string>, Record<string, string>, object]
  >([
    ["a changed one is set", { x: "2" }, { x: "1" }, { x: "1" }, { x: "2" }],
    ["one that is declared no more is removed", {}, { x: "1" }, { x: "1" }, {}],
    [
      "someone else's stays beside a changed one",
      { x: "2" },
      { x: "1", y: "9" },
      { x: "1" },
      { x: "2", y: "9" },
    ],
  ])("%s", (_, declared, actual, previous, configured) => {
    const plan = planTopics(
      { a: { ...topic, config: declared } },
      { a: { ...topic, config: actual } },
      { a: { ...topic, config: previous } },
    );
    expect(plan).toEqual({ ...nothing, configure: { a: configured } });
  });

  test("someone else's setting alone is no reason for one", () => {
    expect(
      planTopics({ a: topic }, { a: { ...topic, config: { ...topic.config, y: "9" } } }),
    ).toEqual(nothing);
  });
});

test("another replication factor is a reassignment", () => {
  expect(planTopics({ a: { ...topic, replicationFactor: 3 } }, { a: topic })).toEqual({
    ...nothing,
    replicate: { a: 3 },
  });
});

test("what Kafka cannot do is refused for every topic at once", () => {
  const declared = { a: { ...topic, partitions: 1 }, b: { ...topic, partitions: 2 } };
  expect(() => planTopics(declared, { a: topic, b: topic })).toThrow(
    'topics["a"].partitions is 1, and the topic has 3; Kafka cannot take partitions away. ' +
      "Declare at least as many, or a new topic\n" +
      'topics["b"].partitions is 2, and the topic has 3; Kafka cannot take partitions away. ' +
      "Declare at least as many, or a new topic",
  );
});

describe("for any declaration and any cluster", () => {
  const config = fc.dictionary(fc.constantFrom("x", "y", "z"), fc.constantFrom("1", "2"));
  const topics = fc.dictionary(
    fc.constantFrom("a", "b", "c"),
    fc.record({
      partitions: fc.integer({ min: 1, max: 4 }),
      replicationFactor: fc.constant(1),
      config,
    }),
  );

  test("a carried-out plan leaves nothing to do and takes no partition and no foreign topic away", () => {
    fc.assert(
      fc.property(topics, topics, topics, (declared, actual, previous) => {
        const possible = onlyGrowing(declared, actual);
        const after = carryOut(planTopics(possible, actual, previous), actual);
        expect(planTopics(possible, after, possible)).toEqual(nothing);
        for (const [name, { partitions }] of Object.entries(actual)) {
          expect(after[name]?.partitions).toBeGreaterThanOrEqual(partitions);
        }
      }),
    );
  });
});

function onlyGrowing(
  declared: TopicDeclarations,
  actual: Record<string, ActualTopic>,
): TopicDeclarations {
  return Object.fromEntries(
    Object.entries(declared).map(([name, each]) => [
      name,
      { ...each, partitions: Math.max(each.partitions, actual[name]?.partitions ?? 0) },
    ]),
  );
}

/** What a cluster does with a plan. */
function carryOut(
  plan: TopicPlan,
  actual: Record<string, ActualTopic>,
): Record<string, ActualTopic> {
  const after: Record<string, ActualTopic> = { ...actual, ...plan.create };
  for (const [name, partitions] of Object.entries(plan.grow)) {
    after[name] = { ...after[name]!, partitions };
  }
  for (const [name, config] of Object.entries(plan.configure)) {
    after[name] = { ...after[name]!, config };
  }
  return after;
}
