import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { listTopics } from "../../../kafka/topics/listing";
import { stackSchema, topicsSchema } from "../../../scripts/generate/stack-schema";
import { readSettings } from "../../../settings";
import { projectConfig } from "../support/project-config";
import { schema as pipelinesSchema } from "../../../pipelines/settings/schema";

const root = path.join(__dirname, "../../..");
const read = (name: string) => readFileSync(path.join(root, name), "utf8");
const committed = {
  stack: JSON.parse(read("settings/stack.schema.json")) as object,
  topics: JSON.parse(read("settings/topics.schema.json")) as object,
};
const ajv = new Ajv({ allErrors: true });
ajv.addSchema(committed.stack, "stack.schema.json");
ajv.addSchema(committed.topics, "topics.schema.json");

/** The places in YAML that a schema refuses. */
function refused(kind: keyof typeof committed, yaml: string): string[] {
  ajv.validate(`${kind}.schema.json`, parse(yaml));
  return [...new Set((ajv.errors ?? []).map(({ dataPath }) => dataPath))];
}

/** The same for a stack's file with these values. */
function refusedValues(values: Readonly<Record<string, unknown>>): string[] {
  const config = Object.entries(values).map(([key, value]) => [`kafka-platform:${key}`, value]);
  return refused("stack", stringify({ config: Object.fromEntries(config) as object }));
}

const accepts = (values: Readonly<Record<string, unknown>>) => {
  try {
    return readSettings(projectConfig(values)).warnings.length >= 0;
  } catch {
    return false;
  }
};

test("the schemas are what `make config-reference` writes", () => {
  expect(committed.stack).toEqual(stackSchema(read("Pulumi.yaml")));
  expect(committed.topics).toEqual(topicsSchema());
});

const stackFiles = readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name));

test.each(stackFiles)("%s follows its schema, and names it to editors", (name) => {
  expect(refused("stack", read(name))).toEqual([]);
  expect(read(name).split("\n")[0]).toBe(
    "# yaml-language-server: $schema=settings/stack.schema.json",
  );
});

// What a reader pastes.
const documents = [
  "README.md",
  ...readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`),
];
const examples = documents
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) =>
    [...read(name).matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = ""]) => ({ name, text })),
  );

/** The keys of the pipelines' project, which has no schema for editors, that are wrong. */
function refusedByPipelines(config: unknown): string[] {
  return Object.entries(config as object).flatMap(([key, value]) => {
    const field =
      pipelinesSchema[key.replace("kafka-pipelines:", "") as keyof typeof pipelinesSchema];
    return field?.safeParse(String(value)).success ? [] : [key];
  });
}

test.each(examples)("what $name shows follows its schema: $text", ({ text }) => {
  const example: unknown = parse(text);
  if (Array.isArray(example)) return expect(refused("topics", text)).toEqual([]);
  const { config = example } = example as { config?: unknown };
  if (text.includes("kafka-pipelines:")) return expect(refusedByPipelines(config)).toEqual([]);
  expect(Object.keys(config as object).join()).toContain("kafka-platform:");
  expect(refused("stack", stringify({ config }))).toEqual([]);
});

test("every default follows the schema", () => {
  const { config } = parse(read("Pulumi.yaml")) as { config: Record<string, { default: unknown }> };
  const defaults = Object.entries(config).map(([key, value]) => [key, value.default]);
  expect(refusedValues(Object.fromEntries(defaults) as Record<string, unknown>)).toEqual([]);
});

test("values are accepted as `pulumi config set` writes them, and as secrets", () => {
  const text = { brokers: "3", retainData: "false", brokerSettings: '{"log.retention.hours":48}' };
  const topics = '[{"name":"a.b.c"}]';
  expect(refusedValues({ ...text, topics, kafkaUiHosts: '["a.example"]' })).toEqual([]);
  const secure = { secure: "v1:abc" };
  expect(refusedValues({ kafkaUiPassword: secure, brokers: secure, topics: secure })).toEqual([]);
  expect(refused("stack", "encryptionsalt: v1:a\nconfig:\n  docker:host: x\n")).toEqual([]);
  expect(refused("stack", "config:\n")).toEqual([]);
});

const topic = (fields: object) => ({ topics: [{ name: "a.b.c", ...fields }] });

test.each<[Readonly<Record<string, unknown>>]>([
  [{ brokrs: 3 }],
  [{ brokers: 0 }],
  [{ brokers: 10 }],
  [{ brokers: 2.5 }],
  [{ brokers: "three" }],
  [{ brokers: [3] }],
  [{ brokerHeapMiB: 63 }],
  [{ brokerPort: 65536 }],
  [{ target: "podman" }],
  [{ retainData: "yes" }],
  [{ retainData: 1 }],
  [{ namePrefix: "-a" }],
  [{ namespace: "a_b" }],
  [{ brokerImage: "kafka:" }],
  [{ topicNaming: "warn" }],
  [{ kafkaUiHosts: "a.example" }],
  [{ kafkaUiHosts: ["a.example:80"] }],
  [{ brokerSettings: [] }],
  [{ brokerSettings: { "log.retention.hours": [48] } }],
  [{ brokerSettings: { "log.retention.hours": "two days" } }],
  [{ brokerSettings: { "auto.create.topics.enable": "no" } }],
  [{ topicDefaults: { name: "a.b.c" } }],
  [{ topicDefaults: { partitions: 0 } }],
  [{ topics: { name: "a.b.c" } }],
  [{ topics: [{ partitions: 1 }] }],
  [{ topics: ["a.b.c"] }],
  [{ topics: [{ name: 5 }] }],
  [topic({ partition: 3 })],
  [topic({ partitions: 0 })],
  [topic({ replicationFactor: 10 })],
  [topic({ preventDelete: "true" })],
  [topic({ config: { "retention.msec": 1 } })],
  [topic({ config: { "retention.ms": -2 } })],
  [topic({ config: { "compression.type": "lzma" } })],
  [topic({ config: { preallocate: "yes" } })],
  [topic({ config: { "cleanup.policy": "compact,remove" } })],
  [topic({ config: { "cleanup.policy": ["compact", "delete"] } })],
  [{ brokerSettings: { "log.cleanup.policy": "compacted" } }],
  [{ acceptedRisks: ["severalBroker"] }],
  [{ containers: { kafka: { memory: 2048 } } }],
  [{ containers: { kafka: { memoryMiB: "2g" } } }],
  [{ containers: { kafka: { cpus: "1,5" } } }],
  [{ containers: { kafka: { cpus: 0.001 } } }],
  [{ containers: { kafka: { labels: ["team"] } } }],
  [{ containers: { broker: {} } }],
  [{ podTemplates: { kafka: { resources: { limits: { cpu: "2 cores" } } } } }],
  [{ podTemplates: { kafka: { resources: { limits: { "ephemeral-storage": "2GB" } } } } }],
])("%j is refused by the schema and by the program, and the rest is not", (values) => {
  const [key = ""] = Object.keys(values);
  const places = refusedValues({ ...values, kafkaUi: true });
  expect(places).not.toEqual([]);
  const place = `.config['kafka-platform:${key}']`;
  for (const each of places) expect(place.startsWith(each) || each.startsWith(place)).toBe(true);
  expect(accepts(values)).toBe(false);
});

test("a file of topics follows its schema as `make topics-import` writes it", () => {
  const settings = fc.record(
    {
      "retention.ms": fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String),
      "cleanup.policy": fc.constantFrom("compact", "delete", "compact,delete"),
      "min.cleanable.dirty.ratio": fc.constantFrom("0.5", "1.0E-4", "1.0"),
      "compression.type": fc.constantFrom("zstd", "producer"),
      preallocate: fc.constantFrom("true", "false"),
    },
    { requiredKeys: [] },
  );
  const topics = fc.record({
    partitions: fc.integer({ min: 1, max: 10_000 }),
    replicationFactor: fc.integer({ min: 1, max: 9 }),
    config: settings,
  });
  fc.assert(
    fc.property(topics, (listed) => {
      expect(refused("topics", listTopics({ "a.b.c": listed }).text)).toEqual([]);
    }),
  );
  expect(refused("topics", "")).toEqual([]);
  expect(refused("topics", "- name: a\n  partitions: none\n")).toEqual(["[0].partitions"]);
});

test("what the schema accepts of a number, the program does too, and the other way round", () => {
  const keys = ["brokers", "zookeeperHeapMiB", "brokerPort", "replicationThrottleMBps"];
  const value = fc.oneof(fc.integer({ min: -2, max: 70_000 }), fc.double({ noNaN: true }));
  const written = fc.oneof(value, fc.integer({ min: 0, max: 9 }).map(String), fc.boolean());
  fc.assert(
    fc.property(fc.constantFrom(...keys), written, (key, given) => {
      const problems = (() => {
        try {
          readSettings(projectConfig({ [key]: given }));
          return "";
        } catch (error) {
          return (error as Error).message;
        }
      })();
      const isWrong = new RegExp(`kafka-platform:${key} is .*; must be`).test(problems);
      // Text is compared with the range by the program alone.
      if (typeof given === "string" && isWrong) return;
      expect([given, refusedValues({ [key]: given }).length > 0]).toEqual([given, isWrong]);
    }),
  );
});
