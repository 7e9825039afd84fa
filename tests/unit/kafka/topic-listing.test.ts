import { writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { isListed } from "../../../kafka/topics/declaration";
import { listTopics } from "../../../kafka/topics/listing";
import { readSettings } from "../../../settings";
import { projectFolder } from "../../support/project-folder";
import { projectConfig } from "../support/project-config";

const folder = projectFolder();
afterAll(() => folder.remove());

test("topics are written down in the order of their names, with numbers as numbers", () => {
  const topics = {
    "b.c.d": {
      partitions: 3,
      replicationFactor: 2,
      config: { "retention.ms": "604800000", "cleanup.policy": "compact,delete" },
    },
    a: { partitions: 1, replicationFactor: 1, config: {} },
  };
  expect(listTopics(topics)).toEqual({
    text: [
      "- name: a",
      "  partitions: 1",
      "  replicationFactor: 1",
      "- name: b.c.d",
      "  partitions: 3",
      "  replicationFactor: 2",
      "  config:",
      "    cleanup.policy: compact,delete",
      "    retention.ms: 604800000",
      "",
    ].join("\n"),
    leftOut: [],
  });
});

test("settings that Kafka 3.5 does not have are left out and named", () => {
  const config = { "confluent.tier.enable": "true", "retention.ms": "1" };
  const { text, leftOut } = listTopics({ a: { partitions: 1, replicationFactor: 1, config } });
  expect(leftOut).toEqual(["a: confluent.tier.enable"]);
  expect(text).not.toContain("confluent");
});

const plainTopic = { partitions: 1, replicationFactor: 2, config: {} };

test("declared from its listing, a cluster is as it was", () => {
  const settings = fc.record(
    {
      "retention.ms": fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String),
      "min.cleanable.dirty.ratio": fc.constantFrom("0.5", "1.0E-4", "1.0"),
      preallocate: fc.constantFrom("true", "false"),
      "message.format.version": fc.constantFrom("3.0", "2.8-IV1"),
      "leader.replication.throttled.replicas": fc.constantFrom("*", "0:1,1:2"),
    },
    { requiredKeys: [] },
  );
  const topic = fc.record({
    partitions: fc.integer({ min: 1, max: 9 }),
    replicationFactor: fc.integer({ min: 2, max: 3 }),
    config: settings.map((each) => ({ ...each })),
  });
  const name = fc.stringMatching(/^[a-z0-9-]{1,9}(\.[a-z0-9]{1,5}){0,2}$/);
  const file = path.join(folder.name, "topics.yaml");
  fc.assert(
    fc.property(fc.dictionary(name, topic, { noNullPrototype: true }), (topics) => {
      writeFileSync(file, listTopics(topics).text);
      const config = projectConfig({ topicsFile: file, brokers: 3 });
      expect(readSettings(config).topics).toEqual(topics);
    }),
    { examples: ["-0o0", "1e5", "2024-01-01"].map((each) => [{ [each]: plainTopic }]) },
  );
});

test.each([
  ["vendas.pedido.criado", true],
  ["_schemas", true],
  ["__consumer_offsets", false],
  ["__mine", false],
  ["kafka-platform.smoke.tested", false],
])("topic %s is listed: %s", (name, listed) => {
  expect(isListed(name)).toBe(listed);
});
