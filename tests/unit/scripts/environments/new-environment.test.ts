import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { listEnvironments } from "../../../../scripts/environments/list";
import { newEnvironment } from "../../../../scripts/environments/new-environment";
import { readSettings } from "../../../../settings";
import { hostPorts } from "../../../../settings/host-ports";
import { projectConfig } from "../../support/project-config";

const root = path.join(__dirname, "../../../..");
const project = readFileSync(path.join(root, "Pulumi.yaml"), "utf8");
// A fork has environments of its own.
const environments = listEnvironments(root).filter(({ name }) => ["dev", "staging"].includes(name));

function make(name: string, from: string, production = false, others = environments) {
  const text = newEnvironment({ name, from, production, environments: others, project });
  const { config } = parse(text) as { config: Record<string, unknown> };
  const values = Object.entries(config).map(([key, value]) => [
    key.replace("kafka-platform:", ""),
    value,
  ]);
  const settings = readSettings(
    projectConfig(Object.fromEntries(values) as Record<string, unknown>),
    name,
  );
  return { text, settings, keys: values.map(([key]) => key) };
}

test("what the other file says of itself is left there, and what it says of its topics is kept", () => {
  const { text } = make("qa", "dev");
  expect(text).toMatch(
    /^# yaml-language-server: .*\n# The environment qa, based on dev\.\n.*\nconfig:/,
  );
  expect(text).toContain("# Payments are kept for thirty days");
});

test.each(["dev", "staging"])("a diff with %s shows only what differs", (from) => {
  const lines = (text: string) => text.split("\n").filter((line) => !line.startsWith("#"));
  const before = lines(environments.find(({ name }) => name === from)?.text ?? "");
  const after = lines(make("qa", from).text);
  const own = /^ {2}kafka-platform:(namePrefix|namespace|zookeeperPort|brokerPort|kafkaUiPort): /;
  expect(after.filter((line) => !before.includes(line) && !own.test(line))).toEqual([]);
  expect(before.filter((line) => !after.includes(line) && !own.test(line))).toEqual([]);
});

test("one like dev has its topics, and names and ports of its own", () => {
  const { settings } = make("qa", "dev");
  expect(settings).toMatchObject({
    target: "docker",
    namePrefix: "qa-",
    zookeeperPort: 2281,
    brokerPort: 29192,
    kafkaUiPort: 8190,
    production: false,
  });
  expect(Object.keys(settings.topics)).toContain("vendas.pedido.criado");
});

test("the next one takes none of the ports of those that there are", () => {
  const qa = { name: "qa", text: make("qa", "dev").text };
  const both = [make("qa", "dev"), make("load", "qa", false, [...environments, qa])];
  const taken = both.flatMap(({ settings }) =>
    hostPorts({ ...settings, brokers: 9, zookeepers: 7 }),
  );
  expect(new Set(taken.map(({ port }) => port)).size).toBe(taken.length);
});

test("one like staging has a namespace of its own and nothing else that differs", () => {
  const { settings } = make("qa", "staging");
  const staging = make("staging", "staging").settings;
  expect(settings).toEqual({ ...staging, namespace: "kafka-qa" });
});

test.each(["dev", "staging"])("one for production like %s is refused by no rule", (from) => {
  const { settings } = make("live", from, true);
  expect(settings).toMatchObject({
    production: true,
    brokers: 3,
    zookeepers: 3,
    retainData: true,
    protectData: true,
    brokerSettings: { "auto.create.topics.enable": "false" },
  });
  expect(settings.warnings).toEqual([expect.stringContaining("kafkaUiUser is empty")]);
});

test.each([...environments.map(({ name }) => name)])(
  "the keys of %s, and of what is made like it, are in the order of Pulumi.yaml",
  (name) => {
    const known = Object.keys((parse(project) as { config: object }).config);
    const own = parse(environments.find((each) => each.name === name)?.text ?? "") as {
      config: object;
    };
    for (const keys of [
      make("qa", name, true).keys,
      Object.keys(own.config).map((key) => key.replace("kafka-platform:", "")),
    ]) {
      expect(keys).toEqual(known.filter((key) => keys.includes(key)));
    }
  },
);

test.each<[string, string, string]>([
  [
    "Qa",
    "dev",
    "The name Qa must be up to 30 characters of a-z, 0-9 and '-' that begin with a letter.",
  ],
  ["qa", "nowhere", "There is no environment nowhere to start from; there are dev, staging."],
])("%s like %s: %s", (name, from, message) => {
  expect(() => make(name, from)).toThrow(message);
});
