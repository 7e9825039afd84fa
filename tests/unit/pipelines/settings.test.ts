import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { readSettings } from "../../../pipelines/settings";
import { parts, partsOf } from "../../../pipelines/settings/parts";
import { schema } from "../../../pipelines/settings/schema";
import { SettingsError } from "../../../settings";
import { pipelinesConfig } from "../support/project-config";

const folder = mkdtempSync(path.join(tmpdir(), "kafka-pipelines-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const project = path.join(__dirname, "../../../pipelines");

function read(
  changes: Readonly<Record<string, unknown>> = {},
  isSecret: (key: string) => boolean = () => false,
) {
  return readSettings(pipelinesConfig(changes), "none", folder, isSecret);
}

/** What is wrong, without the first line. */
function problemsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const [first = "", ...lines] = error.message.split("\n");
    const count = lines.length === 1 ? "1 problem" : `${lines.length} problems`;
    expect(first).toBe(`The configuration has ${count}; nothing was changed.`);
    return lines.map((line) => line.replace(/^ {2}kafka-pipelines:/, ""));
  }
  return [];
}

describe("defaults", () => {
  test("are the guide's pipelines", () => {
    expect(read()).toEqual({
      platformStack: "",
      namespace: "kafka-pipelines",
      retainData: true,
      startTimeoutSeconds: 600,
      objectStoreImage: "chrislusf/seaweedfs:4.48",
      objectStorePort: 8333,
      objectStoreStorageGiB: 10,
      sparkImage: "spark:3.5.7-scala2.12-java17-python3-ubuntu",
      sparkMemoryMiB: 1024,
      sparkCpuMillicores: 250,
      streamingJob: true,
      streamingTopic: "meu-topico",
      rejectedTopic: "lab.mensagem.rejeitada",
      triggerSeconds: 10,
      windowSeconds: 60,
      lateSeconds: 120,
      batchJob: true,
      batchMinutes: 60,
      changeCapture: true,
      changesTopic: "cadastro.cliente.atualizado",
      rejectedChangesTopic: "cadastro.cliente.rejeitado",
      postgresImage: "postgres:15-bookworm",
      postgresPort: 5432,
      postgresStorageGiB: 5,
      connectImage: "quay.io/debezium/connect:2.7.4.Final",
      connectPort: 8083,
      pythonImage: "python:3.11-slim-bookworm",
      nifi: true,
      nifiImage: "apache/nifi:1.28.1",
      nifiPort: 8081,
      ordersTopic: "vendas.pedido.criado",
      rejectedOrdersTopic: "vendas.pedido.rejeitado",
      paymentsTopic: "vendas.pagamento.aprovado",
      prefect: true,
      rejectedPaymentsTopic: "vendas.pagamento.rejeitado",
      alertAboveCentavos: 100_000,
      alertWebhook: "",
      prefectImage: "prefecthq/prefect:3.9.1-python3.11",
      prefectPort: 4200,
    });
  });

  test("stand in Pulumi.yaml for every key, and for no other", () => {
    expect(Object.keys(pipelinesConfig()).sort()).toEqual(Object.keys(schema).sort());
  });

  test("have no type there, by which Pulumi would refuse a value alone, and hide every other problem", () => {
    const text = readFileSync(path.join(project, "Pulumi.yaml"), "utf8");
    const { config } = parse(text) as { config: Record<string, object> };
    for (const each of Object.values(config)) {
      expect(Object.keys(each).sort()).toEqual(["default", "description"]);
    }
  });
});

/** The values that the file of a stack sets. */
function valuesOf(stack: string): object {
  const text = readFileSync(path.join(project, `Pulumi.${stack}.yaml`), "utf8");
  return (parse(text) as { config: object }).config;
}

test("the dev stack is valid, and runs the batch job every five minutes", () => {
  expect(valuesOf("dev")).toEqual({ "kafka-pipelines:batchMinutes": 5 });
  expect(read({ batchMinutes: 5 })).toEqual({ ...read(), batchMinutes: 5 });
});

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  startTimeoutSeconds: [30, 86400],
  objectStorePort: [1, 65535],
  objectStoreStorageGiB: [1, 65536],
  sparkMemoryMiB: [512, 65536],
  sparkCpuMillicores: [1, 64000],
  triggerSeconds: [1, 30],
  windowSeconds: [1, 86400],
  lateSeconds: [0, 86400],
  batchMinutes: [1, 10080],
  postgresPort: [1, 65535],
  postgresStorageGiB: [1, 65536],
  connectPort: [1, 65535],
  nifiPort: [1, 65535],
  alertAboveCentavos: [0, Number.MAX_SAFE_INTEGER],
  prefectPort: [1, 65535],
};

const forms = {
  image: "must be an image, such as registry/name:tag",
  flag: "must be true or false",
  topic: "must be the name of a topic: up to 249 characters of a-z, A-Z, 0-9, '.', '_' and '-'",
  namespace:
    "must be a namespace: up to 63 characters of a-z, 0-9 and '-' that neither begin nor end with '-'",
  stack: "must be empty, or a stack as NAME, ORGANIZATION/NAME or ORGANIZATION/PROJECT/NAME",
  url: "must be empty, or a URL of http or https",
};

/** Wrong texts of each key, with what is said of them. */
const wrong: readonly (readonly [string, unknown, string])[] = [
  ...Object.entries(ranges).flatMap(([key, [least, most]]) =>
    [least - 1, most + 1, least + 0.5, "many"].map(
      (value) =>
        [key, value, `is ${value}; must be a whole number from ${least} to ${most}`] as const,
    ),
  ),
  ...["retainData", "streamingJob", "batchJob", "changeCapture", "nifi", "prefect"].flatMap(
    (key) => [
      [key, "yes", `is yes; ${forms.flag}`] as const,
      [key, "", `is empty; ${forms.flag}`] as const,
    ],
  ),
  ...[
    ...["objectStoreImage", "sparkImage", "postgresImage", "connectImage", "pythonImage"],
    ...["nifiImage", "prefectImage"],
  ].flatMap((key) => [
    [key, "a b", `is a b; ${forms.image}`] as const,
    [key, "", `is empty; ${forms.image}`] as const,
  ]),
  ...[
    ...["streamingTopic", "rejectedTopic", "changesTopic", "rejectedChangesTopic"],
    ...["ordersTopic", "rejectedOrdersTopic", "paymentsTopic", "rejectedPaymentsTopic"],
  ].flatMap((key) => [
    [key, "a/b", `is a/b; ${forms.topic}`] as const,
    [key, "", `is empty; ${forms.topic}`] as const,
  ]),
  ["alertWebhook", "hooks.example/a", `is hooks.example/a; ${forms.url}`],
  ["alertWebhook", "ftp://hooks.example", `is ftp://hooks.example; ${forms.url}`],
  ["alertWebhook", "http://hooks.example:port", `is http://hooks.example:port; ${forms.url}`],
  ["alertWebhook", "http://", `is http://; ${forms.url}`],
  ["alertWebhook", "http://a b", `is http://a b; ${forms.url}`],
  ["namespace", "Kafka", `is Kafka; ${forms.namespace}`],
  ["namespace", "a-", `is a-; ${forms.namespace}`],
  ["platformStack", "a/b/c/d", `is a/b/c/d; ${forms.stack}`],
  ["platformStack", "a/", `is a/; ${forms.stack}`],
  ["platformStack", "a b", `is a b; ${forms.stack}`],
];

test("there is a wrong value of every key", () => {
  expect([...new Set(wrong.map(([key]) => key))].sort()).toEqual(Object.keys(schema).sort());
});

test.each(wrong)("%s: %j %s", (key, value, message) => {
  expect(problemsOf(() => read({ [key]: value }))).toEqual([`${key} ${message}`]);
});

test.each(Object.entries(ranges))("%s takes both ends of its range", (key, range) => {
  for (const value of range) expect(read({ [key]: value })).toMatchObject({ [key]: value });
});

test.each(["", "dev", "organization/dev", "organization/kafka-platform/dev"])(
  "a stack may be %j",
  (platformStack) => {
    expect(read({ platformStack })).toMatchObject({ platformStack });
  },
);

test.each(["", "http://hooks:8080", "https://hooks.example/a?b=c"])(
  "alerts may be posted to %j",
  (alertWebhook) => {
    expect(read({ alertWebhook })).toMatchObject({ alertWebhook });
  },
);

test("a topic may have 249 characters, and no more", () => {
  const longest = "a".repeat(249);
  expect(read({ streamingTopic: longest })).toMatchObject({ streamingTopic: longest });
  expect(problemsOf(() => read({ streamingTopic: `${longest}a` }))).toHaveLength(1);
});

test("a port that two parts use is named at the second of them", () => {
  expect(problemsOf(() => read({ postgresPort: 8333, connectPort: 8333 }))).toEqual([
    "postgresPort is 8333, which objectStorePort is too; each needs its own",
    "connectPort is 8333, which objectStorePort is too; each needs its own",
  ]);
  expect(problemsOf(() => read({ postgresPort: 8083 }))).toEqual([
    "connectPort is 8083, which postgresPort is too; each needs its own",
  ]);
  expect(problemsOf(() => read({ nifiPort: 8083, prefectPort: 8083 }))).toEqual([
    "nifiPort is 8083, which connectPort is too; each needs its own",
    "prefectPort is 8083, which connectPort is too; each needs its own",
  ]);
});

test("a port of a part that is left out is nobody's", () => {
  const ports = { nifi: false, connectPort: 8081, prefect: false, postgresPort: 4200 };
  expect(problemsOf(() => read(ports))).toEqual([]);
});

test("what one part rejects is not read by another one, whose rejected messages may come back", () => {
  const rejected = {
    rejectedTopic: "vendas.pagamento.aprovado",
    rejectedPaymentsTopic: "meu-topico",
  };
  expect(problemsOf(() => read(rejected))).toEqual([
    "rejectedTopic is vendas.pagamento.aprovado, which is paymentsTopic; must be another topic",
    "rejectedPaymentsTopic is meu-topico, which is streamingTopic; must be another topic",
  ]);
});

test("what is rejected goes to another topic than the one that is read", () => {
  const rejected = {
    rejectedTopic: "meu-topico",
    rejectedChangesTopic: "cadastro.cliente.atualizado",
    rejectedOrdersTopic: "vendas.pedido.criado",
    rejectedPaymentsTopic: "vendas.pagamento.aprovado",
  };
  expect(problemsOf(() => read(rejected))).toEqual([
    "rejectedTopic is meu-topico, which is streamingTopic; must be another topic",
    "rejectedChangesTopic is cadastro.cliente.atualizado, which is changesTopic; must be another topic",
    "rejectedOrdersTopic is vendas.pedido.criado, which is ordersTopic; must be another topic",
    "rejectedPaymentsTopic is vendas.pagamento.aprovado, which is paymentsTopic; must be another topic",
  ]);
});

test("a value that is not well formed is not judged by rules as well", () => {
  expect(problemsOf(() => read({ objectStorePort: 0, connectPort: 0 }))).toEqual([
    "objectStorePort is 0; must be a whole number from 1 to 65535",
    "connectPort is 0; must be a whole number from 1 to 65535",
  ]);
});

test("a secret is not shown", () => {
  expect(problemsOf(() => read({ streamingTopic: "hush hush" }, () => true))).toEqual([
    `streamingTopic is a secret; ${forms.topic}`,
  ]);
  const isWebhook = (key: string) => key === "alertWebhook";
  expect(problemsOf(() => read({ alertWebhook: "hush", nifi: "yes" }, isWebhook))).toEqual([
    `nifi is yes; ${forms.flag}`,
    `alertWebhook is a secret; ${forms.url}`,
  ]);
});

test("all problems are listed at once, each with its line in the stack's file", () => {
  const values = { streamingTopik: "a", batchJob: "maybe", triggerSeconds: 0, postgresPort: 8333 };
  const lines = Object.entries(values).map(([key, value]) => `  kafka-pipelines:${key}: ${value}`);
  writeFileSync(
    path.join(folder, "Pulumi.qa.yaml"),
    ["config:", ...lines, "  kafka-platform:brokers: 3", ""].join("\n"),
  );
  const given = pipelinesConfig({ ...values, windowSeconds: -1 });
  expect(problemsOf(() => readSettings(given, "qa", folder, () => false))).toEqual([
    "streamingTopik is not a configuration key; Pulumi.yaml lists them (Pulumi.qa.yaml:2)",
    "triggerSeconds is 0; must be a whole number from 1 to 30 (Pulumi.qa.yaml:4)",
    "windowSeconds is -1; must be a whole number from 1 to 86400",
    `batchJob is maybe; ${forms.flag} (Pulumi.qa.yaml:3)`,
    "postgresPort is 8333, which objectStorePort is too; each needs its own (Pulumi.qa.yaml:5)",
  ]);
});

test.each([
  ["streamingJob", ["streaming-job"]],
  ["batchJob", ["batch-job"]],
  ["changeCapture", ["postgres", "connect", "table-copy"]],
  ["nifi", ["nifi"]],
  ["prefect", ["prefect", "payment-flow", "payment-runs"]],
])("without %s, %j are not parts", (key, without) => {
  const hosts = parts.map(({ host }) => host as string);
  expect(partsOf(read()).map(({ host }) => host)).toEqual(hosts);
  const left = partsOf(read({ [key]: false })).map(({ host }) => host);
  expect(left).toEqual(hosts.filter((host) => !without.includes(host)));
  expect(hosts.length - left.length).toBe(without.length);
});
