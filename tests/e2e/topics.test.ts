import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { topicDefinitions } from "../../kafka/settings/definitions";
import { docker, root, run } from "./support/command";
import { KafkaWitness } from "./support/kafka";
import { TestStack } from "./support/stack";
import { previewTopics, witnessTopics } from "./support/topics";

// Topics through their whole life on one broker. Each test stands on the ones before it.
let stack: TestStack;
let kafka: KafkaWitness;

const orders = "vendas.pedido.criado";
const payments = "vendas.pagamento.aprovado";
const found = "legado.cliente.importado";
// A name that every object has: Kafka takes it, so no object may take it for its own.
const odd = "constructor";
const listFile = path.join("topics", `e2e-${process.pid}.yaml`);

function declare(...topics: object[]): void {
  stack.configure({ topics });
}

function declareInFile(...topics: object[]): void {
  writeFileSync(path.join(root, listFile), JSON.stringify(topics));
}

function alter(topic: string, ...change: string[]): Promise<string[]> {
  const entity = ["--entity-type", "topics", "--entity-name", topic];
  return kafka.tool("kafka-configs", "--alter", ...entity, ...change);
}

async function refusal(...args: string[]): Promise<string> {
  const { status, output } = await stack.attempt(args);
  expect(status).not.toBe(0);
  return output;
}

beforeAll(async () => {
  stack = await TestStack.create("e2e-topics", {
    kafkaUi: false,
    smokeTest: false,
    retainData: false,
    topics: [
      { name: orders, partitions: 3, config: { "retention.ms": 3600000 } },
      { name: payments, partitions: 1 },
    ],
  });
  kafka = await KafkaWitness.create(stack.prefix);
});

afterAll(async () => {
  rmSync(path.join(root, listFile), { force: true });
  await stack.remove();
});

test("a first deployment that is refused starts nothing, without a preview too", async () => {
  const left = `${stack.prefix}kafka-data-2`;
  await docker("volume", "create", left);
  expect(await refusal("up", "--yes", "--skip-preview")).toContain(
    `there is data of brokers above 1 in ${left}`,
  );
  expect([await stack.containers(), await stack.networks()]).toEqual([[], []]);
  expect(await stack.volumes()).toEqual(["kafka-data-2"]);
  await docker("volume", "rm", left);
  // Without a label, by a name that this stack's would have: left by release 0.1.0, or somebody else's.
  const foreign = `${stack.prefix}kafka-data`;
  await docker("volume", "create", foreign);
  const { output } = await stack.attempt(["preview"]);
  expect(output).toContain(`the stack e2e-topics takes over the volume ${foreign}`);
  await docker("volume", "rm", foreign);
});

test("a preview before there is a broker says what will be created, and up creates it", async () => {
  const { lines } = await previewTopics(stack);
  expect(lines).toEqual([
    `${payments}: created, 1 partition, 1 replica`,
    `${orders}: created, 3 partitions, 1 replica, retention.ms 1 h`,
    "no broker answers: a topic to be created is adopted if it exists",
  ]);
  expect((await stack.up()).output).toContain(
    'warning: kafka-platform:brokerSettings["auto.create.topics.enable"] is not set, and Kafka\'s default is true',
  );
  expect(await witnessTopics(kafka)).toEqual({
    [orders]: { partitions: 3, copies: 1, config: { "retention.ms": "3600000" } },
    [payments]: { partitions: 1, copies: 1, config: {} },
  });
  await stack.up("--expect-no-changes");
});

test("every setting of Kafka 3.5 is known, can be set, and reads back without drift", async () => {
  const entity = ["--entity-type", "topics", "--entity-name", payments];
  const lines = await kafka.tool("kafka-configs", "--describe", "--all", ...entity);
  const names = lines.flatMap((line) => /^ {2}([a-z.]+)=/.exec(line)?.[1] ?? []);
  // Kafka 3.5 takes the settings of tiered storage and does not yet show them.
  const hidden = ["local.retention.bytes", "local.retention.ms", "remote.storage.enable"];
  expect([...names, ...hidden].sort()).toEqual([...topicDefinitions.keys()].sort());

  const config = {
    "cleanup.policy": "compact, delete",
    "compression.type": "zstd",
    "delete.retention.ms": "0100",
    "file.delete.delay.ms": 1000,
    "flush.messages": 10,
    "flush.ms": 1000,
    "follower.replication.throttled.replicas": "0:1",
    "index.interval.bytes": 1000,
    "leader.replication.throttled.replicas": "*",
    "local.retention.bytes": -2,
    "local.retention.ms": -2,
    "max.compaction.lag.ms": "9223372036854775807",
    "max.message.bytes": 1000000,
    "message.downconversion.enable": false,
    "message.format.version": "3.0",
    "message.timestamp.difference.max.ms": 5000,
    "message.timestamp.type": "LogAppendTime",
    "min.cleanable.dirty.ratio": "0.0001",
    "min.compaction.lag.ms": 1,
    "min.insync.replicas": 1,
    preallocate: false,
    "remote.storage.enable": false,
    "retention.bytes": -1,
    "retention.ms": 5000,
    "segment.bytes": 1000000,
    "segment.index.bytes": 1000,
    "segment.jitter.ms": 1,
    "segment.ms": 1000,
    "unclean.leader.election.enable": false,
  };
  expect(Object.keys(config).sort()).toEqual([...topicDefinitions.keys()].sort());
  declare(
    { name: orders, partitions: 3, config: { "retention.ms": 3600000 } },
    {
      name: payments,
      partitions: 1,
      config,
    },
  );
  await stack.up();
  const witnessed = (await witnessTopics(kafka))[payments]?.config ?? {};
  expect(Object.keys(witnessed).sort()).toEqual([...topicDefinitions.keys()].sort());
  // The same in another order.
  await alter(payments, "--add-config", "cleanup.policy=[delete,compact]");
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  await stack.up("--expect-no-changes");
});

test("a preview says exactly what happens to each topic, and up does it", async () => {
  await kafka.tool(...["kafka-topics", "--create", "--topic", found, "--partitions", "2"]);
  await alter(orders, "--add-config", "max.message.bytes=2000000");
  declare(
    { name: orders, partitions: 6, config: { "retention.ms": 604800000 } },
    { name: found, partitions: 4 },
    { name: odd, partitions: 2, config: { "cleanup.policy": "compact" } },
  );
  const { diff, lines } = await previewTopics(stack);
  expect(lines).toEqual([
    `${odd}: created, 2 partitions, 1 replica, cleanup.policy compact`,
    `${found}: adopted, partitions 2 → 4`,
    `${payments}: kept on the cluster, no longer managed (deleteTopics is false)`,
    `${orders}: partitions 3 → 6, retention.ms 1 h → 7 d`,
  ]);
  expect(diff).toEqual({
    [`topics["${orders}"].partitions`]: "update",
    [`topics["${orders}"].config["retention.ms"]`]: "update",
    [`topics["${found}"]`]: "add",
    [`topics["${payments}"]`]: "delete",
    [`topics["${odd}"]`]: "add",
  });
  await stack.up();
  expect(await witnessTopics(kafka)).toEqual({
    // What someone else set stays beside what changed.
    [orders]: {
      partitions: 6,
      copies: 1,
      config: { "retention.ms": "604800000", "max.message.bytes": "2000000" },
    },
    [found]: { partitions: 4, copies: 1, config: {} },
    [payments]: expect.objectContaining({ partitions: 1 }) as object,
    [odd]: { partitions: 2, copies: 1, config: { "cleanup.policy": "compact" } },
  });
});

test("what was changed outside is seen by refresh, and up repairs it", async () => {
  await alter(orders, "--add-config", "retention.ms=5000");
  await kafka.tool("kafka-topics", "--alter", "--topic", found, "--partitions", "5");
  await kafka.tool("kafka-topics", "--delete", "--topic", odd);
  await stack.pulumi("refresh", "--yes", "--skip-preview");
  declare(
    { name: orders, partitions: 6, config: { "retention.ms": 604800000 } },
    { name: found, partitions: 5 },
    { name: odd, partitions: 2 },
  );
  expect((await previewTopics(stack)).lines).toEqual([
    `${odd}: created, 2 partitions, 1 replica`,
    `${orders}: retention.ms 5 s → 7 d`,
  ]);
  await stack.up();
  expect(await witnessTopics(kafka)).toMatchObject({
    [orders]: { config: { "retention.ms": "604800000", "max.message.bytes": "2000000" } },
    [found]: { partitions: 5 },
    [odd]: { partitions: 2, config: {} },
  });
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("a preview refuses all at once what the cluster, asked by itself, makes impossible", async () => {
  await kafka.tool("kafka-topics", "--alter", "--topic", found, "--partitions", "8");
  await alter(odd, "--add-config", "min.insync.replicas=2");
  declare(
    { name: orders, partitions: 1, config: { "retention.ms": 604800000 } },
    { name: found, partitions: 6 },
    { name: odd, partitions: 3 },
  );
  const output = await refusal("preview");
  // The reasons alone, without the list of all topics in the engine's own words.
  expect(output).toContain(` has a problem: topics["${orders}"].partitions is 1`);
  expect(output).not.toMatch(/map\[|property topics/);
  expect(output).toContain(`topics["${orders}"].partitions is 1, but the topic has 6;`);
  expect(output).toContain(`topics["${found}"].partitions is 6, but the topic has 8;`);
  expect(output).toContain(
    `topics["${odd}"].replicationFactor is 1, but the topic's min.insync.replicas is 2;`,
  );
  await alter(odd, "--delete-config", "min.insync.replicas");
});

test("with the broker away a preview goes by the state, and a refresh passes with a warning", async () => {
  await docker("stop", `${stack.prefix}kafka`);
  declare(
    { name: orders, partitions: 7, config: { "retention.ms": 604800000 } },
    { name: found, partitions: 1 },
  );
  expect(await refusal("preview")).toContain(
    `topics["${found}"].partitions is 1, but the topic has 5;`,
  );
  declare(
    { name: orders, partitions: 7, config: { "retention.ms": 604800000 } },
    { name: found, partitions: 8, preventDelete: true },
    { name: odd, partitions: 2 },
  );
  expect((await previewTopics(stack)).lines).toEqual([
    `${found}: partitions 5 → 8`,
    `${orders}: partitions 6 → 7`,
  ]);
  await docker("start", `${stack.prefix}kafka`);
  await stack.up();
  expect(await witnessTopics(kafka)).toMatchObject({
    [orders]: { partitions: 7 },
    [found]: { partitions: 8 },
  });
});

test("where topics may be deleted, protected ones and what may be a rename are refused", async () => {
  await kafka.produce("kafka:9092", orders, 20);
  stack.configure({ deleteTopics: true });
  declare({ name: "vendas.pedido.aberto", partitions: 7 });
  const output = await refusal("preview");
  expect(output).toContain(
    `topics["${found}"] is no longer declared and would be deleted, but has preventDelete.`,
  );
  expect(output).toContain(
    `topics["${odd}"], topics["${orders}"] would be deleted, with their messages, while vendas.pedido.aberto would be created.`,
  );
  expect(await kafka.endOffset(orders)).toBe(20);
});

test("an up without a preview refuses before it touches anything", async () => {
  const running = () =>
    docker(
      ...["inspect", `${stack.prefix}kafka`, `${stack.prefix}zookeeper`],
      ...["--format", "{{.Id}} {{.State.StartedAt}}"],
    );
  const before = await running();
  // Both would be made anew for these.
  stack.configure({
    brokerSettings: { "log.retention.hours": 48 },
    zookeeperSettings: { maxClientCnxns: 99 },
  });
  const up = ["up", "--yes", "--skip-preview"];
  const outputs = await stack.outputs();
  const rename = await refusal(...up);
  expect(rename).toContain("while vendas.pedido.aberto would be created");
  expect(rename).toContain("kafka-platform:removedTopics: [");
  declare({ name: orders, partitions: 1 }, { name: found, partitions: 1 });
  const fewer = await refusal(...up);
  expect(fewer).toContain(`Topics: topics["${orders}"].partitions is 1, but the topic has 7;`);
  expect(fewer).toContain(`Topics: topics["${found}"].partitions is 1, but the topic has 8;`);
  expect(fewer).toMatch(/^ *Nothing was changed\.$/m);
  // Whichever part it is about.
  const container = await stack.urn("docker:index/container:Container");
  for (const part of [
    ["--exclude", await stack.urn("kafka-platform:kafka:BrokerCount")],
    ["--target", container, "--target-dependents"],
    ["--exclude", await topicsUrn()],
  ]) {
    expect(await refusal(...up, ...part)).toContain(`Topics: topics["${orders}"].partitions is 1`);
  }
  // Pulumi shows them with a minus.
  expect(await stack.outputs()).toEqual(outputs);
  expect((await stack.make("scripts/stack/status.ts")).output).toContain(String(outputs.bootstrap));
  expect(await running()).toEqual(before);
  expect(await kafka.endOffset(orders)).toBe(20);
  stack.configure({ brokerSettings: undefined, zookeeperSettings: undefined });
});

test("where the change says that a topic is to go, another may come in the same up", async () => {
  const [going, coming] = [odd, "vendas.pedido.enviado"];
  const staying = [
    { name: orders, partitions: 7, config: { "retention.ms": 604800000 } },
    { name: found, partitions: 8, preventDelete: true },
  ];
  declare(...staying, { name: coming, partitions: 1 });
  const [, line = ""] =
    /^ *(kafka-platform:removedTopics: .*)$/m.exec(await refusal("preview")) ?? [];
  const file = `config:\n  kafka-platform:target: docker\n  ${line}\n`;
  const { config } = parse(file) as { config: Record<string, string[] | undefined> };
  const pasted = config["kafka-platform:removedTopics"] ?? [];
  expect(pasted).toEqual([going]);
  stack.configure({ removedTopics: [...pasted, "gone.already"] });
  expect((await previewTopics(stack)).lines).toEqual([
    `${going}: deleted, with its messages`,
    `${coming}: created, 1 partition, 1 replica`,
  ]);
  await stack.up();
  const now = Object.keys(await witnessTopics(kafka));
  expect(now).toContain(coming);
  expect(now).not.toContain(going);
  expect(await kafka.endOffset(orders)).toBe(20);
  // The list may stay, and may go.
  await stack.up("--expect-no-changes");
  stack.configure({ removedTopics: undefined });
  await stack.up("--expect-no-changes");
  // As it was, for the tests that follow.
  stack.configure({ removedTopics: [coming] });
  declare(...staying, { name: going, partitions: 2 });
  await stack.up();
  stack.configure({ removedTopics: undefined });
});

test("a confirmed rename deletes, what the stack never declared stays, and so does what is protected", async () => {
  declare(
    { name: "vendas.pedido.aberto", partitions: 7, renamedFrom: orders },
    { name: found, partitions: 8, preventDelete: true },
    { name: odd, partitions: 2 },
  );
  expect((await previewTopics(stack)).lines).toEqual([
    "vendas.pedido.aberto: created, 7 partitions, 1 replica",
    `${orders}: deleted, with its messages`,
  ]);
  await stack.up();
  expect(Object.keys(await witnessTopics(kafka)).sort()).toEqual(
    [found, payments, "vendas.pedido.aberto", odd].sort(),
  );
  await stack.up("--expect-no-changes");
});

test("replacing or removing the resource keeps every topic and message", async () => {
  await kafka.produce("kafka:9092", odd, 15);
  const urn = await topicsUrn();
  await stack.up("--replace", urn);
  expect(await kafka.endOffset(odd)).toBe(15);
  await stack.pulumi("destroy", "--yes", "--skip-preview", "--target", urn);
  expect(await kafka.endOffset(odd)).toBe(15);
});

test("an import takes over what is there, and a preview after it has nothing to do", async () => {
  stack.configure({ deleteTopics: false });
  declare(
    { name: found, partitions: 8 },
    { name: odd, partitions: 2, config: { "retention.ms": 1000000 } },
  );
  await alter(odd, "--add-config", "retention.ms=1000000");
  const component = await stack.urn("kafka-platform:index:SeedTopics");
  const importing = (id: string) => [
    ...["import", "kafka-platform:kafka:Topics", "platform-topics", id],
    ...["--parent", `topics=${component}`, "--yes", "--skip-preview"],
    ...["--protect=false", "--generate-code=false"],
  ];
  const address = `localhost:${String(stack.get("brokerPort"))}`;
  expect(await refusal(...importing(`${address}/no.such.topic`))).toContain(
    "The cluster has no topic no.such.topic",
  );
  await stack.pulumi(...importing(`${address}/${found},${odd}`));
  expect(await stack.plan()).toEqual([]);
});

test("the list that is written from the cluster declares it as it is", async () => {
  const address = `localhost:${String(stack.get("brokerPort"))}`;
  await run("make", ["topics-import", `FROM=${address}`, `FILE=${listFile}`]);
  // The stack's own cluster is the one that is asked where no other is named.
  const ownFile = listFile.replace(/\.yaml$/, "-own.yaml");
  const own = await stack.make(
    "scripts/stack/topics-import.ts",
    `--file=${ownFile}`,
    "--",
    stack.name,
  );
  expect({ status: own.status, output: own.output }).toMatchObject({ status: 0 });
  const [written, ofOwn] = [listFile, ownFile].map((file) =>
    readFileSync(path.join(root, file), "utf8"),
  );
  rmSync(path.join(root, ownFile));
  expect(ofOwn).toBe(written);
  stack.configure({ topics: undefined, topicsFile: listFile });
  const { diff, lines } = await previewTopics(stack);
  // The import before it took over two of them; the list has all.
  expect(lines.every((line) => line.endsWith(": adopted"))).toBe(true);
  expect(Object.values(diff)).toEqual(lines.map(() => "add"));
  await stack.up();
  const { topics } = (await stack.outputs()) as { topics: string[] };
  expect(topics).toEqual(Object.keys(await witnessTopics(kafka)).sort());
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("a topic that fails is named, and the others are made as declared", async () => {
  await kafka.tool("kafka-topics", "--create", "--topic", "a_b_c", "--partitions", "1");
  const names = ["x.y.z", "a.b.c", "u.v.w"];
  declareInFile(...names.map((name) => ({ name, partitions: 1 })));
  // The broker alone knows that another topic's name gives the same metrics.
  expect(await refusal("up", "--yes", "--skip-preview")).toMatch(
    /1 topic could not be created or changed as declared; .* a\.b\.c: /,
  );
  expect(Object.keys(await witnessTopics(kafka))).toEqual(
    expect.arrayContaining(["x.y.z", "u.v.w"]),
  );
  // It alone knows what somebody else has set.
  await alter("x.y.z", "--add-config", "max.compaction.lag.ms=1000");
  declareInFile(
    { name: "x.y.z", partitions: 1, config: { "min.compaction.lag.ms": 2000 } },
    { name: "u.v.w", partitions: 1, config: { "retention.ms": 5000 } },
  );
  expect(await refusal("up", "--yes", "--skip-preview")).toMatch(
    /1 topic could not be created or changed as declared; .* x\.y\.z: /,
  );
  expect(await witnessTopics(kafka)).toMatchObject({
    "u.v.w": { config: { "retention.ms": "5000" } },
  });
  await alter("x.y.z", "--delete-config", "max.compaction.lag.ms");
});

test("what an up did before it failed is in the state: it continues from there, and can be taken back", async () => {
  const stateTopics = async () => {
    const { stdout } = await stack.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources: { type: string; outputs?: { topics: Record<string, unknown> } }[] };
    };
    const isTopics = ({ type }: { type: string }) => type === "kafka-platform:kafka:Topics";
    return deployment.resources.find(isTopics)?.outputs?.topics;
  };
  const one = { partitions: 1 };
  const [set, made, refused] = ["x.y.z", "novo.por.parte", "a.b.c"];
  declareInFile({ name: set, ...one });
  await stack.up();

  // One by one as an update, then with the resource new.
  for (const isNew of [false, true]) {
    if (isNew)
      await stack.pulumi("destroy", "--yes", "--skip-preview", "--target", await topicsUrn());
    declareInFile(
      { name: set, ...one, config: { "retention.ms": 5000 } },
      { name: made, ...one },
      { name: refused, ...one },
    );
    // It is tried again though nothing differs from the program.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await refusal("up", "--yes", "--skip-preview")).toMatch(
        /1 topic could not be created or changed as declared; .* a\.b\.c: /,
      );
      expect(await stateTopics()).toEqual({
        [set]: { ...one, replicationFactor: 1, config: { "retention.ms": "5000" } },
        [made]: { ...one, replicationFactor: 1, config: {} },
      });
    }
    declareInFile({ name: set, ...one });
    expect((await previewTopics(stack)).lines).toEqual([
      `${made}: kept on the cluster, no longer managed (deleteTopics is false)`,
      `${set}: retention.ms 5 s → the broker default`,
    ]);
    await stack.up();
    expect((await witnessTopics(kafka))[set]?.config).toEqual({});
    await stack.up("--expect-no-changes");
  }
});

test("a topic of another's name is made once the other has gone", async () => {
  declareInFile({ name: "x.y.z", partitions: 1 }, { name: "a.b.c", partitions: 1 });
  await refusal("up", "--yes", "--skip-preview");
  await kafka.tool("kafka-topics", "--delete", "--topic", "a_b_c");
  await stack.up();
  expect(Object.keys(await witnessTopics(kafka))).toContain("a.b.c");
  await stack.up("--expect-no-changes");
});

function topicsUrn(): Promise<string> {
  return stack.urn("kafka-platform:kafka:Topics");
}
