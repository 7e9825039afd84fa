import fc from "fast-check";
import type { TopicDeclarations } from "../../../kafka/topics/declaration";
import { yamlOf } from "../../../settings/files/yaml-file";
import { type ActualTopic, planTopics, type TopicPlan } from "../../../kafka/topics/plan";

const nothing: TopicPlan = {
  create: {},
  adopt: [],
  grow: {},
  replicate: {},
  configure: {},
  delete: [],
  keep: [],
  problems: [],
};
const topic = { partitions: 3, replicationFactor: 1, config: { "retention.ms": "1000" } };

test("a missing topic is created", () => {
  expect(planTopics({ declared: { a: topic }, actual: {} })).toEqual({
    ...nothing,
    create: { a: topic },
  });
});

test("a topic that exists and was not declared before is adopted", () => {
  expect(planTopics({ declared: { a: topic }, actual: { a: topic } })).toEqual({
    ...nothing,
    adopt: ["a"],
  });
});

test("a topic as declared needs nothing, and topics that were never declared are left alone", () => {
  const actual = { a: topic, b: topic };
  for (const deleteTopics of [true, false]) {
    const previous = { a: topic };
    expect(planTopics({ declared: { a: topic }, actual, previous, deleteTopics })).toEqual(nothing);
  }
});

test("partitions grow", () => {
  const declared = { a: { ...topic, partitions: 6 } };
  expect(planTopics({ declared, actual: { a: topic }, previous: { a: topic } })).toEqual({
    ...nothing,
    grow: { a: 6 },
  });
});

test("another replication factor is a reassignment", () => {
  const declared = { a: { ...topic, replicationFactor: 3 } };
  expect(planTopics({ declared, actual: { a: topic }, previous: { a: topic } })).toEqual({
    ...nothing,
    replicate: { a: 3 },
  });
});

test("partitions with different numbers of copies are put right, whatever the fewest are", () => {
  const declared = { a: { ...topic, replicationFactor: 2 } };
  const actual = { a: { ...topic, replicationFactor: 2, mostReplicas: 3 } };
  expect(planTopics({ declared, actual, previous: declared })).toEqual({
    ...nothing,
    replicate: { a: 2 },
  });
});

describe("a change of settings", () => {
  type Settings = Record<string, string>;
  test.each<[string, Settings, Settings, Settings, Settings]>([
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
    const plan = planTopics({
      declared: { a: { ...topic, config: declared } },
      actual: { a: { ...topic, config: actual } },
      previous: { a: { ...topic, config: previous } },
    });
    expect(plan).toEqual({ ...nothing, configure: { a: configured } });
  });

  test("someone else's setting alone is no reason for one", () => {
    const actual = { a: { ...topic, config: { ...topic.config, y: "9" } } };
    const args = { declared: { a: topic }, actual, previous: { a: topic } };
    expect(planTopics(args)).toEqual(nothing);
  });

  test("neither is the same value in Kafka's writing", () => {
    const written = (value: string) => ({
      a: { ...topic, config: { "min.cleanable.dirty.ratio": value } },
    });
    const args = { declared: written("0.50"), actual: written("0.5"), previous: written("0.50") };
    expect(planTopics(args)).toEqual(nothing);
  });
});

describe("a topic that is declared no more", () => {
  const actual = { a: topic, b: topic };
  const previous = actual;

  test("is kept", () => {
    expect(planTopics({ declared: { b: topic }, actual, previous })).toEqual({
      ...nothing,
      keep: ["a"],
    });
  });

  test("is deleted where the stack says so", () => {
    const args = { declared: { b: topic }, actual, previous, deleteTopics: true };
    expect(planTopics(args)).toEqual({ ...nothing, delete: ["a"] });
  });

  test("is no concern where it is not there", () => {
    const args = { declared: {}, actual: {}, previous, deleteTopics: true };
    expect(planTopics(args)).toEqual(nothing);
  });

  test("is not deleted against its preventDelete", () => {
    const { problems } = planTopics({
      declared: {},
      actual: { a: topic },
      previous: { a: { ...topic, preventDelete: true } },
      deleteTopics: true,
    });
    expect(problems).toEqual([
      'topics["a"] is no longer declared and would be deleted, but has preventDelete. ' +
        "Declare it again, or set its preventDelete to false and run `pulumi up` before you remove it",
    ]);
  });

  test("is not deleted while another is created, which may be meant as a rename", () => {
    const { problems } = planTopics({
      declared: { c: topic, d: topic },
      actual: { a: topic },
      previous: { a: topic },
      deleteTopics: true,
    });
    expect(problems).toEqual([
      'topics["a"] would be deleted, with its messages, while c and 1 more would be created. Kafka cannot ' +
        "rename a topic. If this is not a rename, confirm the deletion under config: in the stack's file:\n" +
        "kafka-platform:removedTopics: [a]\n" +
        "If it is one, and the messages can be given up, set `renamedFrom: a` on the topic that takes its place",
    ]);
  });

  test("is told, with all others, ready to be pasted beside what is confirmed already", () => {
    const { problems } = planTopics({
      declared: { c: topic },
      actual: { a: topic, "1e3": topic, yes: topic, gone: topic },
      previous: { a: topic, "1e3": topic, yes: topic, gone: topic },
      removed: ["gone", "long.gone"],
      deleteTopics: true,
    });
    expect(problems).toEqual([
      'topics["1e3"], topics["a"], topics["yes"] would be deleted, with their messages, while c would be created. ' +
        "Kafka cannot rename a topic. If this is not a rename, confirm the deletion under config: in the stack's file:\n" +
        'kafka-platform:removedTopics: [gone, long.gone, "1e3", a, "yes"]\n' +
        'If it is one, and the messages can be given up, set `renamedFrom: "1e3"` on the topic that takes its place',
    ]);
  });

  test("is confirmed by the line that is told, once it is in the stack's file", () => {
    const name = fc.oneof(
      fc.stringMatching(/^[\w.-]{1,20}$/),
      fc.constantFrom("null", "on", "1e3", "0x1", "2026-11-28", "-", ".inf", "=", "y", "1_0", "~"),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.array(name), (going, removed) => {
        fc.pre(!going.includes("created"));
        const before = Object.fromEntries(going.map((each) => [each, topic]));
        const args = { declared: { created: topic }, actual: before, previous: before };
        const plan = (confirmed: string[]) =>
          planTopics({ ...args, removed: confirmed, deleteTopics: true }).problems;
        const [problem] = plan(removed);
        if (problem === undefined) return;
        const [, line = ""] = problem.split("\n");
        const file = `config:\n  kafka-platform:brokers: 1\n  ${line}\n`;
        const { config } = yamlOf("x", file).toJS() as { config: Record<string, unknown> };
        expect(plan(config["kafka-platform:removedTopics"] as string[])).toEqual([]);
      }),
    );
  });

  test("is deleted, whatever is created, where the stack says that it is to go", () => {
    const args = {
      declared: { b: topic, c: topic },
      actual,
      previous,
      removed: ["a", "never.was"],
    };
    const created = { ...nothing, create: { c: topic } };
    expect(planTopics({ ...args, deleteTopics: true })).toEqual({ ...created, delete: ["a"] });
    // What is deleted, deleteTopics alone decides.
    expect(planTopics(args)).toEqual({ ...created, keep: ["a"] });
    const isProtected = { previous: { ...previous, a: { ...topic, preventDelete: true } } };
    const refused = planTopics({ ...args, ...isProtected, deleteTopics: true });
    expect(refused.problems).toEqual([expect.stringContaining("but has preventDelete")]);
  });

  test("is left alone where the stack has never declared it, whatever it says", () => {
    const args = { declared: { b: topic }, actual, previous: { b: topic }, removed: ["a"] };
    expect(planTopics({ ...args, deleteTopics: true })).toEqual(nothing);
  });

  test("is deleted where another confirms that it takes its place", () => {
    const renamed = { ...topic, renamedFrom: "a" };
    const args = {
      declared: { c: renamed },
      actual: { a: topic },
      previous: { a: topic },
      deleteTopics: true,
    };
    expect(planTopics(args)).toEqual({ ...nothing, create: { c: renamed }, delete: ["a"] });
    expect(planTopics({ ...args, declared: { c: renamed, d: topic }, actual }).problems).toEqual(
      [],
    );
    expect(
      planTopics({ ...args, declared: { c: renamed, d: topic }, actual, previous }).problems,
    ).toHaveLength(1);
  });
});

test("what Kafka cannot do is refused for every topic at once", () => {
  const declared = {
    a: { ...topic, partitions: 1 },
    b: { ...topic, partitions: 2 },
    c: topic,
  };
  const actual = {
    a: topic,
    b: topic,
    c: { ...topic, replicationFactor: 3, config: { "min.insync.replicas": "2" } },
  };
  expect(planTopics({ declared, actual }).problems).toEqual([
    'topics["a"].partitions is 1, but the topic has 3; Kafka cannot remove partitions. ' +
      "Declare at least as many, or a new topic",
    'topics["b"].partitions is 2, but the topic has 3; Kafka cannot remove partitions. ' +
      "Declare at least as many, or a new topic",
    `topics["c"].replicationFactor is 1, but the topic's min.insync.replicas is 2; ` +
      "nothing could be produced. Declare at least as many replicas, or min.insync.replicas",
  ]);
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
      fc.property(topics, topics, topics, fc.boolean(), (declared, actual, previous, deleting) => {
        const possible = onlyGrowing(declared, actual);
        const plan = planTopics({ declared: possible, actual, previous, deleteTopics: deleting });
        const after = carryOut(plan, actual);
        expect(planTopics({ declared: possible, actual: after, previous: possible })).toEqual(
          nothing,
        );
        for (const [name, { partitions }] of Object.entries(actual)) {
          if (deleting && name in previous && !(name in declared)) continue;
          expect(after[name]?.partitions).toBeGreaterThanOrEqual(partitions);
        }
      }),
    );
  });

  test("no plan that can be carried out deletes a protected topic, or one whose place another may take", () => {
    const protectable = fc.dictionary(
      fc.constantFrom("a", "b", "c", "d"),
      fc.record({
        partitions: fc.constant(1),
        replicationFactor: fc.constant(1),
        config: fc.constant({}),
        preventDelete: fc.boolean(),
      }),
    );
    const names = fc.subarray(["a", "b", "c", "d"]);
    fc.assert(
      fc.property(
        protectable,
        protectable,
        protectable,
        names,
        (declared, actual, previous, removed) => {
          const plan = planTopics({ declared, actual, previous, removed, deleteTopics: true });
          // What is confirmed changes no more than whether it may be done.
          expect({
            ...planTopics({ declared, actual, previous, deleteTopics: true }),
            problems: [],
          }).toEqual({
            ...plan,
            problems: [],
          });
          fc.pre(plan.problems.length === 0);
          expect(plan.delete.filter((name) => previous[name]?.preventDelete)).toEqual([]);
          const unconfirmed = plan.delete.filter((name) => !removed.includes(name));
          if (unconfirmed.length > 0) expect(plan.create).toEqual({});
        },
      ),
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
  for (const name of plan.delete) delete after[name];
  return after;
}
