import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { readSettings, SettingsError } from "../../../settings";
import { locator } from "../../../settings/files/locate";
import { formatPath, parsePath } from "../../../common/paths";
import { readStackFile } from "../../../settings/files/stack-file";
import { projectConfig } from "../support/project-config";

const folder = mkdtempSync(path.join(tmpdir(), "kafka-platform-locate-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(lines: string) {
  writeFileSync(path.join(folder, "Pulumi.dev.yaml"), `config:\n${lines}`);
  return readStackFile("dev", {}, folder);
}

function said(lines: string, given: Readonly<Record<string, unknown>>) {
  try {
    const { warnings } = readSettings(projectConfig(given), "dev", () => false, fileOf(lines));
    return { problems: [], warnings };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const { problems, warnings } = error;
    return { problems: problems.map((each) => `${each.path} ${each.message}`), warnings };
  }
}

test("what is wrong, and what is warned of, names the line of the stack's file, both at once", () => {
  const lines = `
  kafka-platform:brokerHeapMiB: 1
  kafka-platform:kafkaUiPort: 2181
  kafka-platform:publishAddress: 0.0.0.0
  kafka-platform:kafkaUi: false
  kafka-platform:brokerSettings:
    auto.create.topics.enable: false
    log.retention.hour: 1
    min.insync.replicas: 2
  kafka-platform:brokres: 3
  kafka-platform:topics:
    - name: a.b.c
      partitions: 1
    - name: a.b.c
      config: { retention.ms: -5 }
`;
  const given = {
    ...{
      brokerHeapMiB: 1,
      kafkaUiPort: 2181,
      publishAddress: "0.0.0.0",
      kafkaUi: false,
      brokres: 3,
    },
    brokerSettings: {
      ...{ "auto.create.topics.enable": false, "log.retention.hour": 1, "min.insync.replicas": 2 },
    },
    topics: [
      { name: "a.b.c", partitions: 1 },
      { name: "a.b.c", config: { "retention.ms": -5 } },
    ],
  };
  expect(said(lines, given)).toEqual({
    problems: [
      "brokres is not a configuration key; Pulumi.yaml lists them (Pulumi.dev.yaml:11)",
      "brokerHeapMiB is 1; must be 0 for the image's default, or a whole number of MiB from 64 to 65536 (Pulumi.dev.yaml:3)",
      'topics[1].config["retention.ms"] is -5; must be a whole number from -1 to 9223372036854775807 (-1: no limit) (Pulumi.dev.yaml:16)',
      'brokerSettings["min.insync.replicas"] is 2; must be from 1 to the number of brokers, 1 (Pulumi.dev.yaml:10)',
      "topics[1].name is a.b.c, which is also the name of topics[0] (Pulumi.dev.yaml:13); must be unique (Pulumi.dev.yaml:15)",
      "topics[1].partitions is missing; must be a whole number from 1 to 10000, here or for all topics in topicDefaults (Pulumi.dev.yaml:15)",
      'topics[0].config["min.insync.replicas"] is 2; must be at most the replication factor, 1, or nothing could be produced (Pulumi.dev.yaml:13)',
      'topics[1].config["min.insync.replicas"] is 2; must be at most the replication factor, 1, or nothing could be produced (Pulumi.dev.yaml:16)',
    ],
    warnings: [
      'kafka-platform:brokerSettings["log.retention.hour"] is not a broker setting of Kafka 3.5, which ignores it unless a plug-in reads it; did you mean log.retention.hours? (Pulumi.dev.yaml:9)',
      expect.stringMatching(
        /^kafka-platform:publishAddress is 0\.0\.0\.0; .* \(Pulumi\.dev\.yaml:5\)$/,
      ),
    ],
  });
});

test("what is a default, or not this file's, has no line", () => {
  const lines =
    "  kafka-platform:brokers: 3\n  kafka-platform:kafkaUiPassword:\n    secure: AAAA\n";
  const at = (given: Record<string, unknown>, key: string) =>
    locator(projectConfig(given), fileOf(lines))({ path: key, message: "x" }).message;
  expect(at({ brokers: 3 }, "brokers")).toBe("x (Pulumi.dev.yaml:2)");
  expect(at({ brokers: 5 }, "brokers")).toBe("x");
  expect(at({}, "kafkaUiPort")).toBe("x");
  // Only Pulumi can read it.
  expect(at({ kafkaUiPassword: "hush" }, "kafkaUiPassword")).toBe("x (Pulumi.dev.yaml:3)");
});

test("what an alias repeats has the line of the alias", () => {
  const lines = `
  kafka-platform:topics:
    - &first { name: a.b.c, partitions: 0 }
    - *first
    - <<: *first
      name: d.e.f
`;
  const topic = { name: "a.b.c", partitions: 0 };
  const { problems } = said(lines, { topics: [topic, topic, { ...topic, name: "d.e.f" }] });
  const partitions = "must be a whole number from 1 to 10000";
  expect(problems).toEqual([
    `topics[0].partitions is 0; ${partitions} (Pulumi.dev.yaml:4)`,
    `topics[1].partitions is 0; ${partitions} (Pulumi.dev.yaml:5)`,
    `topics[2].partitions is 0; ${partitions} (Pulumi.dev.yaml:6)`,
    "topics[1].name is a.b.c, which is also the name of topics[0] (Pulumi.dev.yaml:4); must be unique (Pulumi.dev.yaml:5)",
  ]);
});

test("a path that was written is read again", () => {
  const key = fc.stringMatching(/^[\w.-]{1,20}$/).filter((each) => !/^\d+$/.test(each));
  fc.assert(
    fc.property(key, fc.array(fc.oneof(key, fc.nat())), (first, rest) => {
      fc.pre(/^\w+$/.test(first));
      expect(parsePath(formatPath([first, ...rest]))).toEqual([first, ...rest]);
    }),
  );
  expect(parsePath('a["b]"].c')).toEqual(["a", "b]", "c"]);
});
