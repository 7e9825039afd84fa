import { brokerDefinitions } from "../../kafka/settings/definitions";
import { attempt, docker } from "./support/command";
import { KafkaWitness } from "./support/kafka";
import { TestStack } from "./support/stack";
import { readAll, writeInTransactions } from "./support/transactions";

// One platform through its whole life. Each test stands on the ones before it.
let stack: TestStack;
let kafka: KafkaWitness;

interface ContainerFacts {
  readonly Config: { readonly Env: string[] };
  readonly HostConfig: {
    readonly PortBindings: Record<string, { HostIp: string; HostPort: string }[]>;
  };
  readonly Mounts: { readonly Name?: string; readonly Destination: string }[];
  readonly Id: string;
  readonly State: { readonly Health: { readonly Status: string } };
}

async function inspect(container: string): Promise<ContainerFacts> {
  const lines = await docker("inspect", "--format", "{{json .}}", `${stack.prefix}${container}`);
  return JSON.parse(lines.join("")) as ContainerFacts;
}

function outside(): string {
  return `localhost:${String(stack.get("brokerPort"))}`;
}

const topics = [
  { name: "meu-topico", partitions: 3 },
  { name: "vendas.pedido.criado", partitions: 6, config: { "retention.ms": 604800000 } },
];

beforeAll(async () => {
  stack = await TestStack.create("e2e-life", { topics });
  kafka = await KafkaWitness.create(stack.prefix);
});

afterAll(() => stack.remove());

test("up from nothing brings the platform and passes the smoke test", async () => {
  const { seconds } = await stack.up();
  console.log(`up from nothing to smoke test passed: ${seconds.toFixed(1)} s`);
  const ui = String(stack.get("kafkaUi")) === "false" ? [] : ["kafka-ui"];
  expect(await stack.containers()).toEqual(["kafka", ...ui, "zookeeper"]);
  expect(await stack.networks()).toEqual(["kafka-platform"]);
  expect(await stack.volumes()).toEqual(["kafka-data", "zookeeper-data", "zookeeper-logs"]);
  const outputs = await stack.outputs();
  expect(outputs).toMatchObject({
    bootstrap: outside(),
    bootstrapInside: "kafka:9092",
    zookeeper: `localhost:${String(stack.get("zookeeperPort"))}`,
    zookeeperInside: "zookeeper:2181",
    topics: topics.map(({ name }) => name),
    smokeTest: { produced: 1000, consumed: 1000 },
  });
});

test("the containers are the guide's: settings and what one broker needs, ports on loopback, volumes", async () => {
  const broker = await inspect("kafka");
  const port = String(stack.get("brokerPort"));
  const [image = "[]"] = await docker(
    ...["image", "inspect", "--format", "{{json .Config.Env}}", String(stack.get("brokerImage"))],
  );
  const ofImage = JSON.parse(image) as string[];
  const settings = broker.Config.Env.filter(
    (line) => line.startsWith("KAFKA_") && !ofImage.includes(line),
  ).sort();
  expect(settings).toEqual([
    `KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:9092,PLAINTEXT_HOST://localhost:${port}`,
    "KAFKA_BROKER_ID=1",
    "KAFKA_CUB_ZK_TIMEOUT=600",
    "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS=0",
    "KAFKA_INTER_BROKER_LISTENER_NAME=PLAINTEXT",
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=1",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=1",
    "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181",
  ]);
  expect(broker.HostConfig.PortBindings).toEqual({
    [`${port}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: port }],
  });
  const named = ({ Mounts: mounts }: ContainerFacts) =>
    mounts
      .filter(({ Name: name }) => name?.startsWith(stack.prefix))
      .map(({ Name: name, Destination: path }) => `${name?.slice(stack.prefix.length)} ${path}`)
      .sort();
  expect(named(broker)).toEqual(["kafka-data /var/lib/kafka/data"]);
  expect(named(await inspect("zookeeper"))).toEqual([
    "zookeeper-data /var/lib/zookeeper/data",
    "zookeeper-logs /var/lib/zookeeper/log",
  ]);
});

test("the topics are as declared, as Kafka's own tool sees them", async () => {
  const lines = await kafka.tool("kafka-topics", "--describe", "--topic", "vendas.pedido.criado");
  expect(lines[0]).toMatch(
    /PartitionCount: 6\s+ReplicationFactor: 1\s+Configs: retention.ms=604800000/,
  );
});

test("the guide's Python clients produce and consume from outside and from inside", async () => {
  await kafka.produce(outside(), "meu-topico", 20);
  await kafka.produce("kafka:9092", "meu-topico", 22);
  expect(await kafka.consume(outside(), "meu-topico", "outside")).toHaveLength(42);
  expect(await kafka.consume("kafka:9092", "meu-topico", "inside")).toHaveLength(42);
});

test("transactions work: what was committed is read, what was aborted is not", async () => {
  const topic = "vendas.pedido.criado";
  await writeInTransactions(outside(), topic, [
    { values: ["kept 1", "kept 2"], end: "commit" },
    { values: ["taken back 1", "taken back 2"], end: "abort" },
  ]);
  const written = ["kept 1", "kept 2", "taken back 1", "taken back 2"];
  expect(await readAll(outside(), topic, "read_uncommitted")).toEqual(written);
  expect(await readAll(outside(), topic, "read_committed")).toEqual(written.slice(0, 2));
});

test("the broker has the settings by which a configuration is judged", async () => {
  const lines = await kafka.tool(
    "kafka-configs",
    ...["--describe", "--all", "--entity-type", "brokers"],
    ...["--entity-name", "1"],
  );
  const names = lines.flatMap((line) => /^ {2}([\w.-]+)=/i.exec(line)?.[1] ?? []);
  const told = [...brokerDefinitions].filter(([, { internal }]) => !internal);
  expect(names.sort()).toEqual(told.map(([name]) => name).sort());
});

test("a second up changes nothing", async () => {
  const { seconds } = await stack.up("--expect-no-changes");
  console.log(`up without changes: ${seconds.toFixed(1)} s`);
});

test("a refresh finds nothing, and neither does a preview after it", async () => {
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(await stack.plan()).toEqual([]);
});

test("a changed broker setting replaces the broker alone, and no message is lost", async () => {
  const before = {
    zookeeper: (await inspect("zookeeper")).Id,
    messages: await kafka.endOffset("meu-topico"),
  };
  stack.configure({ brokerSettings: { "log.retention.hours": 48 } });
  expect((await stack.plan()).filter(({ type }) => type.startsWith("docker:"))).toEqual([
    { operation: "replace", type: "docker:index/container:Container", name: "platform-kafka" },
  ]);
  await stack.up();
  expect((await inspect("kafka")).Config.Env).toContain("KAFKA_LOG_RETENTION_HOURS=48");
  expect((await inspect("zookeeper")).Id).toBe(before.zookeeper);
  expect(await kafka.endOffset("meu-topico")).toBe(before.messages);
  expect(await kafka.consume(outside(), "meu-topico", "after-change")).toHaveLength(
    before.messages,
  );
  await stack.up("--expect-no-changes");
});

test("topics follow their declaration, and a preview says what changes", async () => {
  stack.configure({
    topics: [
      { name: "meu-topico", partitions: 4 },
      { name: "vendas.pedido.criado", partitions: 6 },
      { name: "vendas.pedido.pago", partitions: 3 },
    ],
  });
  const preview = await stack.pulumi("preview", "--diff");
  expect(preview.output).toMatch(/meu-topico[^}]*partitions *: 3 => 4/);
  await stack.up();
  const [grown] = await kafka.tool("kafka-topics", "--describe", "--topic", "meu-topico");
  expect(grown).toMatch(/PartitionCount: 4/);
  const [reset] = await kafka.tool("kafka-topics", "--describe", "--topic", "vendas.pedido.criado");
  expect(reset).not.toMatch(/retention.ms/);
  expect(await kafka.tool("kafka-topics", "--list")).toContain("vendas.pedido.pago");
});

test("a topic changed outside is seen by refresh and repaired by up", async () => {
  const change = ["--alter", "--entity-type", "topics", "--entity-name", "vendas.pedido.pago"];
  stack.configure({
    topics: [
      { name: "meu-topico", partitions: 4 },
      { name: "vendas.pedido.pago", partitions: 3, config: { "retention.ms": 1000000 } },
    ],
  });
  await stack.up();
  await kafka.tool("kafka-configs", ...change, "--add-config", "retention.ms=5000");
  const refresh = await stack.attempt([
    "refresh",
    "--yes",
    "--skip-preview",
    "--expect-no-changes",
  ]);
  expect(refresh.status).not.toBe(0);
  await stack.up();
  const [repaired] = await kafka.tool(
    "kafka-topics",
    "--describe",
    "--topic",
    "vendas.pedido.pago",
  );
  expect(repaired).toMatch(/retention.ms=1000000/);
});

test("taking partitions away is refused at preview, and nothing is touched", async () => {
  const declared = stack.get("topics");
  stack.configure({ topics: [{ name: "meu-topico", partitions: 1 }] });
  const preview = await stack.attempt(["preview"]);
  expect(preview.status).not.toBe(0);
  expect(preview.output).toContain(
    'topics["meu-topico"].partitions is 1, but the topic has 4; Kafka cannot remove partitions.',
  );
  stack.configure({ topics: declared });
});

test("destroy leaves the retained volumes and nothing else, and the next up has every message", async () => {
  const messages = await kafka.endOffset("meu-topico");
  const { seconds } = await stack.pulumi("destroy", "--yes", "--skip-preview");
  console.log(`destroy: ${seconds.toFixed(1)} s`);
  expect(await stack.containers()).toEqual([]);
  expect(await stack.networks()).toEqual([]);
  expect(await stack.volumes()).toEqual(["kafka-data", "zookeeper-data", "zookeeper-logs"]);
  await stack.up();
  expect(await kafka.endOffset("meu-topico")).toBe(messages);
  // The group's offsets are data too: it has read everything, so there is nothing left for it.
  expect(await kafka.consume(outside(), "meu-topico", "after-change")).toEqual([]);
  await kafka.produce(outside(), "meu-topico", 3);
  expect(await kafka.consume(outside(), "meu-topico", "after-change")).toHaveLength(3);
});

test("destroy takes the volumes of a stack that does not retain its data", async () => {
  stack.configure({ retainData: false });
  await stack.up();
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await stack.containers()).toEqual([]);
  expect(await stack.volumes()).toEqual([]);
  const anonymous = await attempt("docker", [
    "volume",
    "ls",
    "--quiet",
    "--filter",
    "dangling=true",
  ]);
  expect(anonymous.stdout).not.toContain(stack.prefix);
});
