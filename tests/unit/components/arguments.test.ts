import { Brokers } from "../../../components/brokers/brokers";
import {
  completePlatform,
  type KafkaPlatformOptions,
} from "../../../components/platform-arguments";
import { platformOptions } from "../../../program/platform-options";
import { readSettings } from "../../../settings";
import { projectConfig } from "../support/project-config";

test("without arguments, a platform is the one that Pulumi.yaml describes", () => {
  const configured = completePlatform(platformOptions(readSettings(projectConfig())), "test");
  expect(completePlatform({}, "test")).toEqual(configured);
});

test("arguments that are undefined have their defaults", () => {
  const given = { brokers: { replicas: 3, image: undefined }, retainData: undefined };
  const { brokers, retainData } = completePlatform(given, "test");
  expect(brokers).toMatchObject({ replicas: 3, image: "confluentinc/cp-kafka:7.5.0" });
  expect(retainData).toBe(true);
});

test.each([
  [1, 1],
  [2, 2],
  [5, 3],
])("with %d brokers, a topic has %d replicas unless it says otherwise", (replicas, factor) => {
  const { topics } = completePlatform(
    { brokers: { replicas }, topics: { "a.b.c": { partitions: 2 } } },
    "test",
  );
  expect(topics).toEqual({ "a.b.c": { partitions: 2, replicationFactor: factor, config: {} } });
});

test("Kafka UI and the smoke test are left out by false", () => {
  const { kafkaUi, smokeTest } = completePlatform({ kafkaUi: false, smokeTest: false }, "test");
  expect([kafkaUi, smokeTest]).toEqual([undefined, undefined]);
});

const odd = "must be odd: an even ensemble survives no more failures than the next smaller odd one";
const topic = { partitions: 1 };

test.each<[KafkaPlatformOptions, ...string[]]>([
  [{ zooKeeper: { replicas: 2 } }, `zooKeeper.replicas ${odd}`],
  [{ zooKeeper: { replicas: 9 } }, "zooKeeper.replicas must be a whole number from 1 to 7"],
  [
    { zooKeeper: { settings: { tickTime: "0" } } },
    "zooKeeper.settings.tickTime is 0; must be a whole number from 1 to 2147483647",
  ],
  [{ brokers: { replicas: 1.5 } }, "brokers.replicas must be a whole number from 1 to 9"],
  [
    { brokers: { heapMiB: 12 } },
    "brokers.heapMiB must be 0 for the image's default, or a whole number of MiB from 64 to 65536",
  ],
  [
    { brokers: { settings: { listeners: "PLAINTEXT://:1" } } },
    "brokers.settings.listeners is set by the component itself",
  ],
  [
    { brokers: { settings: { "log.retention.hours": "x" } } },
    'brokers.settings["log.retention.hours"] is x; must be -1 for no limit, or a whole number from 1 to 2147483647',
  ],
  [{ kafkaUi: { login: { user: "", password: "x" } } }, "kafkaUi.login.user must not be empty"],
  [
    { topics: { "a.b": { ...topic, replicationFactor: 2 } } },
    'topics["a.b"].replicationFactor is 2; must be at most the number of brokers, 1',
  ],
  [
    { topics: { "a.b": topic, a_b: topic } },
    "topics.a_b collides with a.b: Kafka's metrics replace '.' with '_'",
  ],
  [
    { topics: { "a b": topic } },
    expect.stringMatching(/^topics\["a b"\] must have 1 to 249/) as never,
  ],
  [
    { topics: { a: { ...topic, config: { "retention.hours": "1" } } } },
    expect.stringMatching(/^topics\.a\.config\["retention\.hours"\] /) as never,
  ],
  [
    { zooKeeper: { replicas: 4 }, smokeTest: { messages: 0 }, replicationThrottleMBps: -1 },
    `zooKeeper.replicas ${odd}`,
    "replicationThrottleMBps must be a whole number from 0 to 100000",
    "smokeTest.messages must be a whole number from 1 to 100000",
  ],
])("%j is refused", (options, ...problems) => {
  expect(problemsOf(options)).toEqual(problems.sort());
});

test("an unknown argument is named", () => {
  expect(problemsOf({ brokers: { replica: 3 } } as never)).toEqual([
    "brokers.replica is not an argument",
  ]);
});

test.each<[string, object | undefined, string[]]>([
  ["a target", {}, ["target", "zooKeeper"]],
  ["a component", { target: {}, zooKeeper: null }, ["zooKeeper"]],
  ["any argument", undefined, ["target", "zooKeeper"]],
])("what has no default is named: without %s", (_what, args, missing) => {
  const lines = missing.map((name) => `  ${name} is missing`);
  expect(() => new Brokers("test", args as never)).toThrow(
    ["Brokers test has invalid arguments:", ...lines].join("\n"),
  );
});

test("settings of another Kafka version are not judged by 3.5", () => {
  const settings = { "log.retention.hours": "x" };
  expect(problemsOf({ brokers: { image: "confluentinc/cp-kafka:7.9.0", settings } })).toEqual([]);
});

function problemsOf(options: KafkaPlatformOptions): string[] {
  try {
    completePlatform(options, "test");
    return [];
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split("\n");
    expect(first).toBe("KafkaPlatform test has invalid arguments:");
    return lines.map((line) => line.trim()).sort();
  }
}
