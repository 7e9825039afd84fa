import { topicsAfter } from "../../../provider/topics/partial";
import { diffTopics } from "../../../provider/topics/diff";
import { presentTopics } from "../../../provider/topics/state";
import { describePlan } from "../../../kafka/topics/describe";
import type { TopicDeclarations } from "../../../kafka/topics/declaration";
import { planTopics } from "../../../kafka/topics/plan";
import { compare } from "../../../scripts/review/comment/changes";
import { replaces } from "../../../scripts/review/comment/replacement";
import { topicChanges } from "../../../scripts/review/comment/topics";
import { readSettings, SettingsError } from "../../../settings";
import { projectConfig } from "../support/project-config";

// Names that every object answers to, each of which Kafka takes as a topic's.
const inherited = Object.getOwnPropertyNames(Object.prototype).filter(
  (name) => name !== "__proto__",
);
const topic = { partitions: 1, replicationFactor: 1, config: {} };

function topics(...names: string[]): TopicDeclarations {
  return Object.fromEntries(names.map((name) => [name, topic]));
}

test("there are such names", () => {
  expect(inherited).toEqual(expect.arrayContaining(["constructor", "toString", "hasOwnProperty"]));
});

describe.each(inherited)("a topic named %s", (name) => {
  const declared = topics(name, "a.b.c");

  test("is declared like any other", () => {
    const list = [{ name, partitions: 1 }];
    const settings = readSettings(projectConfig({ topics: list, topicNaming: "off" }));
    expect(settings.topics).toEqual(topics(name));
  });

  test("is created, adopted, kept and deleted", () => {
    const other = topics("a.b.c");
    expect(planTopics({ declared, actual: other, previous: other })).toMatchObject({
      create: topics(name),
      adopt: [],
      problems: [],
    });
    expect(planTopics({ declared, actual: declared, previous: other }).adopt).toEqual([name]);
    const gone = { declared: other, actual: declared, previous: declared };
    expect(planTopics(gone).keep).toEqual([name]);
    expect(planTopics({ ...gone, deleteTopics: true }).delete).toEqual([name]);
    // Gone by itself.
    expect(planTopics({ ...gone, actual: other })).toMatchObject({ keep: [], delete: [] });
  });

  test("is not taken for one that may be a rename, or that is protected", () => {
    const args = { declared, actual: topics("old"), previous: topics("old"), deleteTopics: true };
    expect(planTopics(args).problems).toEqual([expect.stringContaining('topics["old"] would be')]);
    const taken = { ...declared, [name]: { ...topic, renamedFrom: "old" }, "a.b.c": topic };
    const actual = topics("old", "a.b.c");
    expect(planTopics({ ...args, declared: taken, actual }).problems).toEqual([]);
  });

  test("is told in previews, comments and after failures", () => {
    const plan = planTopics({ declared, actual: {}, previous: {} });
    expect(describePlan(plan, {})).toContain(`${name}: created, 1 partition, 1 replica`);
    expect(diffTopics({}, topics(name))).toEqual({ [`topics["${name}"]`]: "add" });
    expect(presentTopics(declared, topics("a.b.c"))).toEqual(topics("a.b.c"));
    const connection = { via: "direct", addresses: [] } as const;
    const now = { connection, brokers: 1, topics: declared };
    const run = { now, before: undefined, cluster: { clusterId: "id", topics: {} } };
    const failed = { ...run, plan: { adopt: [] }, error: new Error("no") };
    expect(topicsAfter(failed, topics("a.b.c"))).toEqual(topics("a.b.c"));
    const state = (names: TopicDeclarations) => ({
      ...{ urn: "urn:pulumi:s::p::t::topics", type: "kafka-platform:kafka:Topics", custom: true },
      inputs: { topics: names as never },
    });
    const step = (names: TopicDeclarations) => ({
      steps: [{ op: "create", urn: "urn:pulumi:s::p::t::topics", newState: state(names) }],
    });
    const comparison = compare(step(topics("a.b.c")), step(declared));
    expect(topicChanges(comparison)).toMatchObject([{ operation: "created", name }]);
  });

  test("is no setting, and no type", () => {
    const config = { [name]: "1" };
    const problem = (changes: object) => () => readSettings(projectConfig({ ...changes }));
    expect(problem({ topics: [{ name: "a.b.c", partitions: 1, config }] })).toThrow(
      `${name} is not a topic setting`,
    );
    expect(problem({ zookeeperSettings: config })).toThrow(`${name} is not a setting of ZooKeeper`);
    expect(replaces(name, ["a"])).toBe(false);
    expect(planTopics({ declared, actual: { "a.b.c": { ...topic, config } }, previous: declared }))
      // What someone else set stays.
      .toMatchObject({ configure: {} });
  });
});

test("the one name that Pulumi loses is refused, and is no setting without a word either", () => {
  const json = (text: string) => () => readSettings({ ...projectConfig(), ...{ topics: text } });
  expect(json('[{ "name": "__proto__", "partitions": 1 }]')).toThrow(
    new SettingsError([
      {
        path: "topics[0].name",
        message: "is __proto__, which is a name that Pulumi cannot store, and cannot be declared",
      },
    ]),
  );
  expect(json('[{ "name": "a.b.c", "partitions": 1, "config": { "__proto__": 1 } }]')).toThrow(
    "topics[0].config.__proto__ is not a topic setting",
  );
});
