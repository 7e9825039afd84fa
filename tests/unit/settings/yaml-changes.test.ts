import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readSettings, SettingsError } from "../../../settings";
import { readStackFile } from "../../../settings/files/stack-file";
import { projectFolder } from "../../support/project-folder";
import { projectConfig } from "../support/project-config";

const root = path.join(__dirname, "../../..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stack-file-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What is said of a stack's file with these lines, where Pulumi has handed over these values. */
function said(lines: string, given: Readonly<Record<string, string>>): string[] {
  writeFileSync(path.join(folder, "Pulumi.dev.yaml"), `config:\n${lines}`);
  const file = readStackFile("dev", {}, folder);
  expect(file).toBeDefined();
  try {
    readSettings({ ...projectConfig(), ...given }, "dev", () => false, file);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((problem) => `${problem.path} ${problem.message}`);
  }
}

test("what YAML has changed is refused with its line and what was written, and said once", () => {
  const lines = `
  kafka-platform:namePrefix: 0123
  kafka-platform:brokers: 0x10
  kafka-platform:kafkaUiUser: 1.10
  kafka-platform:kafkaUiPassword: 0123456
  kafka-platform:storageClass: True
  kafka-platform:destroyData: 2026-11-28
  kafka-platform:brokerSettings:
    log.retention.bytes: 12345678901234567890123
    inter.broker.protocol.version: 3.0
  kafka-platform:topics:
    - name: a.b.c
      partitions: 1
      config: { retention.ms: 1e3 }
`;
  const advice = "quote it, or write a number in plain digits";
  expect(
    said(lines, {
      namePrefix: "83",
      brokers: "16",
      kafkaUiUser: "1.1",
      kafkaUiPassword: "42798",
      storageClass: "true",
      destroyData: "2026-11-28 00:00:00 +0000 UTC",
      brokerSettings:
        '{"log.retention.bytes":1.2345678901234568e+22,"inter.broker.protocol.version":3}',
      topics: '[{"name":"a.b.c","partitions":1,"config":{"retention.ms":1000}}]',
    }),
  ).toEqual([
    `namePrefix is 0123 without quotes, which YAML reads as 83; ${advice} (Pulumi.dev.yaml:3)`,
    `brokers is 0x10 without quotes, which YAML reads as 16; ${advice} (Pulumi.dev.yaml:4)`,
    `kafkaUiUser is 1.10 without quotes, which YAML reads as 1.1; ${advice} (Pulumi.dev.yaml:5)`,
    // A password is never shown.
    "kafkaUiPassword is not quoted, and YAML reads it as a different text; quote it (Pulumi.dev.yaml:6)",
    "storageClass is True without quotes, which YAML reads as true; quote it (Pulumi.dev.yaml:7)",
    "destroyData is 2026-11-28 without quotes, which YAML reads as a date; quote it (Pulumi.dev.yaml:8)",
    `brokerSettings["log.retention.bytes"] is 12345678901234567890123 without quotes, which YAML reads as 1.2345678901234568e+22; ${advice} (Pulumi.dev.yaml:10)`,
    `brokerSettings["inter.broker.protocol.version"] is 3.0 without quotes, which YAML reads as 3; ${advice} (Pulumi.dev.yaml:11)`,
    `topics[0].config["retention.ms"] is 1e3 without quotes, which YAML reads as 1000; ${advice} (Pulumi.dev.yaml:15)`,
  ]);
});

test("what YAML leaves alone, what is quoted, truth values and other files' values pass", () => {
  const lines = `
  kafka-platform:smokeTest: True
  kafka-platform:brokerPort: 29093
  kafka-platform:kafkaUiPassword: "0123456"
  kafka-platform:kafkaUiUser: yes
  kafka-platform:kubeconfig:
    secure: v1:AAAA
  kafka-platform:brokerSettings: &settings
    log.retention.bytes: 9223372036854775807
    auto.create.topics.enable: FALSE
  other:brokerPort: 0123
`;
  const brokerSettings =
    '{"log.retention.bytes":9223372036854775807,"auto.create.topics.enable":false}';
  const given = { kafkaUiPassword: "0123456", kafkaUiUser: "yes", brokerSettings };
  // The port is another's: --config-file names a file that the program does not know.
  expect(said(lines, { ...given, smokeTest: "true", brokerPort: "19092" })).toEqual([]);
  const settings = readSettings({ ...projectConfig(), ...given });
  expect(settings.brokerSettings).toEqual({
    "log.retention.bytes": "9223372036854775807",
    "auto.create.topics.enable": "false",
  });
});

test("a number that was rounded is refused even where nobody knows what was written", () => {
  for (const number of ["1.2345678901234568e+22", "9223372036854776000"]) {
    const brokerSettings = `{"log.retention.bytes":${number}}`;
    expect(() => readSettings({ ...projectConfig(), brokerSettings })).toThrow(
      `brokerSettings["log.retention.bytes"] is ${number}; must be quoted: it has more digits than YAML keeps in a number`,
    );
  }
});

describe("a topics file", () => {
  const inProject = projectFolder();
  afterAll(() => inProject.remove());

  test("is held to the same, though its numbers are read as they are", () => {
    const topicsFile = path.join(inProject.name, "topics.yaml");
    writeFileSync(
      path.join(root, topicsFile),
      `- name: 2026
  partitions: 3
  preventDelete: True
  config:
    retention.ms: 0100
    message.format.version: 3.0
    min.cleanable.dirty.ratio: 0.5
    retention.bytes: 9223372036854775808
- name: 2026-11-28
  partitions: 1
`,
    );
    const advice = "quote it, or write a number in plain digits";
    expect(() => readSettings({ ...projectConfig(), topicsFile })).toThrow(
      [
        "The configuration has 5 problems; nothing was changed.",
        `  kafka-platform:topicsFile[0].config["retention.ms"] is 0100 without quotes, which YAML reads as 64; ${advice} (${topicsFile}:5)`,
        `  kafka-platform:topicsFile[0].config["message.format.version"] is 3.0 without quotes, which YAML reads as 3; ${advice} (${topicsFile}:6)`,
        `  kafka-platform:topicsFile[1].name is 2026-11-28 without quotes, which YAML reads as a date; quote it (${topicsFile}:9)`,
        `  kafka-platform:topicsFile[0].name is 2026; must be the topic's name, in quotes if it is a number (${topicsFile}:1)`,
        `  kafka-platform:topicsFile[0].config["retention.bytes"] is 9223372036854775808; must be a whole number from -1 to 9223372036854775807 (-1: no limit) (${topicsFile}:8)`,
      ].join("\n"),
    );
  });
});

describe("the stack's file", () => {
  test("is the one that Pulumi was told to read, but of a copy the original", () => {
    const copies = path.join(folder, "copies");
    mkdirSync(copies);
    for (const [name, value] of [
      ["Pulumi.dev.yaml", "original"],
      ["copies/Pulumi.dev.yaml", "copy"],
      ["copies/config.yaml", "other"],
    ] as const) {
      writeFileSync(path.join(folder, name), `config:\n  kafka-platform:target: ${value}\n`);
    }
    const read = (chosen?: string) =>
      readStackFile("dev", chosen ? { PULUMI_OPTION_CONFIG_FILE: chosen } : {}, folder);
    expect(read()?.values).toEqual({ target: "original" });
    expect(read(path.join(copies, "Pulumi.dev.yaml"))?.values).toEqual({ target: "original" });
    expect(read(path.join(copies, "config.yaml"))).toMatchObject({
      name: "config.yaml",
      values: { target: "other" },
    });
  });

  test("may be missing, empty or no YAML", () => {
    expect(readStackFile("none", {}, folder)).toBeUndefined();
    for (const text of ["", "config:\n", "[]\n"]) {
      writeFileSync(path.join(folder, "Pulumi.x.yaml"), text);
      expect(readStackFile("x", {}, folder)?.values ?? {}).toEqual({});
    }
    writeFileSync(path.join(folder, "Pulumi.x.yaml"), "config: [\n");
    expect(readStackFile("x", {}, folder)).toBeUndefined();
  });
});
