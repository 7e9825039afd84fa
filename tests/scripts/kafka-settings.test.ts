import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { brokerSettingProblem } from "../../kafka/settings/broker";
import { brokerConflicts } from "../../kafka/settings/broker-orders";
import {
  brokerDefinitions,
  type Definition,
  topicDefinitions,
} from "../../kafka/settings/definitions";
import { topicConflicts } from "../../kafka/settings/topic-orders";
import { topicSettingProblem } from "../../kafka/topics/settings";
import { askKafka, missingJava } from "../../scripts/generate/kafka-settings/ask";
import { isDerived } from "../../components/brokers/derived-settings";
import { root, run } from "../e2e/support/command";

// Kafka's own classes as the witness of what the program says of settings.
type Settings = Readonly<Record<string, string>>;
interface Case {
  readonly broker: Settings;
  readonly topic: Settings;
}

const missing = missingJava();
const testWithJava = missing ? test.skip : test;
if (missing) console.log(`Kafka's classes are not asked: there is no ${missing}.`);

const text = (each: Case) => JSON.stringify(each.broker) + JSON.stringify(each.topic);

/** What Kafka says of each case; undefined where it takes it. */
function verdicts(cases: readonly Case[]): (string | undefined)[] {
  const answer = JSON.parse(askKafka("judge", JSON.stringify(cases))) as (string | null)[];
  expect(answer).toHaveLength(cases.length);
  return answer.map((each) => each ?? undefined);
}

/** Values at and beyond the limits of a setting, and some that are of another type. */
function candidates({ type, least, most, values = [], validator }: Definition): string[] {
  const bounds: Readonly<Record<string, bigint>> = { short: 15n, int: 31n, long: 63n };
  const bits = bounds[type];
  if (bits !== undefined) {
    const limits = [least, most].flatMap((limit) => (limit === undefined ? [] : [BigInt(limit)]));
    const around = [...limits, -(2n ** bits), 2n ** bits - 1n, 0n, 1n, 5n];
    const numbers = around.flatMap((limit) => [limit - 1n, limit, limit + 1n]).map(String);
    return [...new Set([...numbers, "", "+7", " 7 ", "1.5", "7d", "1e3"])];
  }
  switch (type) {
    case "boolean":
      return ["true", "FALSE", " true ", "yes", "1", ""];
    case "double":
      return ["0.2", "1", "1e-4", " .5 ", "-0.1", "1.01", "half", ""];
    case "list":
      return values.length > 0
        ? [values.join(), values.join(" , "), "x", values[0] ?? ""]
        : ["a,b"];
    case "string":
      if (validator === "MetadataVersionValidator") {
        return ["3.5", "3.5.1", "3.5-IV2", "2.8", "0.11.0", "3.6", "3.5-IV9", "three", ""];
      }
      if (validator) return ["text", "", " "];
      return values.length > 0 ? [...values, `${values[0]}x`, values[0]?.toUpperCase() ?? ""] : [];
    default:
      return [];
  }
}

testWithJava("the settings that are written down are those of Kafka's classes", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kafka-settings-test-"));
  try {
    const file = path.join(folder, "kafka.json");
    await run("make", ["kafka-settings", `FILE=${file}`]);
    const kept = readFileSync(path.join(root, "kafka/settings/kafka.json"), "utf8");
    expect(readFileSync(file, "utf8")).toBe(kept);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

testWithJava("of each broker setting, what Kafka refuses is refused, and nothing else", () => {
  const cases = [...brokerDefinitions]
    .filter(([name]) => !isDerived(name))
    .flatMap(([name, definition]) =>
      candidates(definition).map((value) => ({ broker: { [name]: value }, topic: {} })),
    );
  expect(cases.length).toBeGreaterThan(2000);
  const kafka = verdicts(cases);
  const differences = cases.flatMap((each, index) => {
    const [[name = "", value = ""] = []] = Object.entries(each.broker);
    const form = brokerSettingProblem(name, value);
    const any = form ?? brokerConflicts(each.broker, 9)[0]?.message;
    const isMissed = kafka[index] !== undefined && any === undefined;
    const isFalse = kafka[index] === undefined && form !== undefined;
    return isMissed || isFalse ? [`${text(each)} Kafka: ${kafka[index]}; here: ${any}`] : [];
  });
  expect(differences).toEqual([]);
});

testWithJava("of each topic setting, what Kafka refuses is refused", () => {
  const cases = [...topicDefinitions].flatMap(([name, definition]) =>
    candidates(definition).map((value) => ({ broker: {}, topic: { [name]: value } })),
  );
  const kafka = verdicts(cases);
  const differences = cases.flatMap((each, index) => {
    const [[name = "", value = ""] = []] = Object.entries(each.topic);
    const any =
      topicSettingProblem(name, value) ?? topicConflicts(each.topic, {})[0]?.message(name);
    return kafka[index] !== undefined && any === undefined
      ? [`${text(each)} Kafka: ${kafka[index]}`]
      : [];
  });
  expect(differences).toEqual([]);
});

/** Pairs as somebody may write them: refused ones beside ones that differ by the least. */
const pairs: readonly [settings: Settings, isRefused: boolean][] = [
  [{ "log.cleaner.min.compaction.lag.ms": "6", "log.cleaner.max.compaction.lag.ms": "5" }, true],
  [{ "log.cleaner.min.compaction.lag.ms": "5", "log.cleaner.max.compaction.lag.ms": "5" }, false],
  [{ "replica.fetch.wait.max.ms": "30001" }, true],
  [{ "replica.fetch.wait.max.ms": "30000" }, false],
  [{ "replica.lag.time.max.ms": "499" }, true],
  [{ "replica.lag.time.max.ms": "500" }, false],
  [{ "offsets.commit.required.acks": "4" }, true],
  [{ "offsets.commit.required.acks": "3" }, false],
  [{ "queued.max.request.bytes": "104857599" }, true],
  [{ "queued.max.request.bytes": "0" }, false],
  [{ "connections.max.idle.ms": "100" }, true],
  [{ "connections.max.idle.ms": "101" }, false],
  [{ "connections.max.idle.ms": "-1" }, false],
  [{ "group.consumer.heartbeat.interval.ms": "4999" }, true],
  [{ "group.consumer.max.heartbeat.interval.ms": "4999" }, true],
  [{ "group.consumer.session.timeout.ms": "60001" }, true],
  [{ "log.cleaner.dedupe.buffer.size": "1048576" }, true],
  [{ "log.cleaner.dedupe.buffer.size": "1048577" }, false],
  [{ "log.cleaner.threads": "128" }, true],
  [{ "log.cleaner.threads": "127" }, false],
  [{ "max.connections.per.ip": "0" }, true],
  [{ "max.connections.per.ip": "0", "max.connections.per.ip.overrides": "10.0.0.1:5" }, false],
  [{ "broker.id": "9", "reserved.broker.max.id": "8" }, true],
  [{ "broker.id": "9", "reserved.broker.max.id": "9" }, false],
  [{ "inter.broker.protocol.version": "0.10.0" }, true],
  [{ "inter.broker.protocol.version": "0.11.0" }, false],
  [{ "inter.broker.protocol.version": "0.10.0", "log.message.format.version": "0.10.2" }, false],
  [{ "inter.broker.protocol.version": "0.9.0", "log.message.format.version": "0.10.2" }, true],
  [{ "max.connections.per.ip.overrides": "x" }, true],
  [{ "max.connections.per.ip.overrides": "a:1, b:x" }, true],
  [{ "max.connections.per.ip.overrides": "a:1, b:2" }, false],
  [{ "log.retention.hours": "0" }, true],
  [{ "log.retention.hours": "-5" }, false],
];

testWithJava("brokers that contradict themselves are refused as Kafka refuses them", () => {
  const cases = pairs.map(([broker]) => ({ broker, topic: {} }));
  const refused = pairs.map(([, isRefused]) => isRefused);
  expect(verdicts(cases).map((each) => each !== undefined)).toEqual(refused);
  const found = cases.map(({ broker }) => [
    ...Object.entries(broker).filter(([name, value]) => brokerSettingProblem(name, value)),
    ...brokerConflicts(broker, 9),
  ]);
  expect(found.map((each) => each.length > 0)).toEqual(refused);
});

const topicPairs: readonly [topic: Settings, broker: Settings, isRefused: boolean][] = [
  [{ "min.compaction.lag.ms": "6", "max.compaction.lag.ms": "5" }, {}, true],
  [{ "min.compaction.lag.ms": "5", "max.compaction.lag.ms": "5" }, {}, false],
  [{ "local.retention.ms": "604800001" }, {}, true],
  [{ "local.retention.ms": "604800000" }, {}, false],
  [{ "local.retention.ms": "3600001" }, { "log.retention.hours": "1" }, true],
  [{ "local.retention.ms": "3600000" }, { "log.retention.hours": "1" }, false],
  [
    { "local.retention.ms": "60001" },
    { "log.retention.minutes": "1", "log.retention.hours": "5" },
    true,
  ],
  [{ "local.retention.ms": "-1" }, {}, true],
  [{ "local.retention.ms": "-1", "retention.ms": "-1" }, {}, false],
  [{ "local.retention.ms": "5", "retention.ms": "-1" }, {}, true],
  [{ "local.retention.bytes": "5" }, {}, true],
  [{ "local.retention.bytes": "-1" }, {}, false],
  [{ "local.retention.bytes": "-2", "retention.bytes": "5" }, {}, false],
  [{ "local.retention.bytes": "6", "retention.bytes": "5" }, {}, true],
  [{ "local.retention.bytes": "5" }, { "log.retention.bytes": "5" }, false],
];

testWithJava("topics that contradict themselves are refused as Kafka refuses them", () => {
  const cases = topicPairs.map(([topic, broker]) => ({ topic, broker }));
  const refused = topicPairs.map(([, , isRefused]) => isRefused);
  expect(verdicts(cases).map((each) => each !== undefined)).toEqual(refused);
  const found = cases.map(({ topic, broker }) => topicConflicts(topic, broker).length > 0);
  expect(found).toEqual(refused);
});
