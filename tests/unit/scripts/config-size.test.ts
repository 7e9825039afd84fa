import { parseDocument } from "yaml";
import { keepWritten } from "../../../common/written";
import { valuesOf } from "../../../scripts/setup/config-file";
import { refuseOversizedConfig } from "../../../scripts/setup/config-size";

const limit = 131_072;

function values(text: string) {
  return valuesOf(parseDocument(text, keepWritten));
}

function check(text: string) {
  return () => refuseOversizedConfig(values(text), "Pulumi.dev.yaml");
}

/** A configuration that takes this many bytes as Pulumi passes it: a variable, its JSON, and the end of the text. */
function sized(bytes: number, key = "kafka-platform:smokeTest"): string {
  const frame = Buffer.byteLength(`PULUMI_CONFIG={"${key}":""}`) + 1;
  return `config:\n  ${key}: ${"a".repeat(bytes - frame)}\n`;
}

test("up to the longest text that Linux passes to a program, a configuration is accepted", () => {
  expect(check(sized(limit))).not.toThrow();
  expect(check(sized(limit + 1))).toThrow(
    /^The configuration in Pulumi\.dev\.yaml takes 131,073 bytes; Pulumi can pass at most 131,072 to the program\. Most of it is kafka-platform:smokeTest, with 131,029\. Shorten it\.$/,
  );
});

test("topics are told to move to a file, and only what they take once more as JSON in JSON counts", () => {
  const topic = (index: number) =>
    `    - name: vendas.pedido.t${index}\n      partitions: 3\n      config: { retention.ms: 3600000 }\n`;
  const topics = (count: number) =>
    `config:\n  kafka-platform:brokers: 1\n  kafka-platform:topics:\n${Array.from({ length: count }, (_, index) => topic(1000 + index)).join("")}`;
  const bytes = (count: number) => {
    const list = Array.from({ length: count }, (_, index) => ({
      ...{ name: `vendas.pedido.t${1000 + index}`, partitions: 3 },
      config: { "retention.ms": 3_600_000 },
    }));
    const config = { "kafka-platform:brokers": "1", "kafka-platform:topics": JSON.stringify(list) };
    return `PULUMI_CONFIG=${JSON.stringify(config)}`.length + 1;
  };
  const most = 1 + Math.floor((limit - bytes(1)) / (bytes(2) - bytes(1)));
  expect(check(topics(most))).not.toThrow();
  expect(check(topics(most + 1))).toThrow(
    /Most of it is kafka-platform:topics, with [\d,]+\. Move its topics to a file in the project, such as topics\/dev\.yaml, and name that in kafka-platform:topicsFile \(docs\/topics\.md\)\.$/,
  );
});

test("characters that Go escapes take six bytes", () => {
  const text = `config:\n  a:b: ${"<".repeat(22_000)}\n`;
  expect(check(text)).toThrow(/takes 132,0\d\d bytes/);
});
