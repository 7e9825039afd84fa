import { Partitioners } from "kafkajs";
import { openKafka } from "../../kafka/connection";
import { docker } from "./support/command";
import { KafkaWitness } from "./support/kafka";
import { TestStack } from "./support/stack";
import { throttleNow, watchThrottle } from "./support/throttle";
import { previewTopics } from "./support/topics";

// From one broker to three and back. Each test stands on the ones before it.
let stack: TestStack;
let kafka: KafkaWitness;

const topic = "vendas.pedido.criado";
const byHand = "legado.cliente.importado";
const inside = "kafka:9092";

const container = () => `${stack.prefix}kafka`;

beforeAll(async () => {
  stack = await TestStack.create("e2e-brokers", {
    kafkaUi: false,
    retainData: false,
    brokerHeapMiB: 512,
    topics: [{ name: topic, partitions: 6 }],
  });
  kafka = await KafkaWitness.create(stack.prefix);
});

afterAll(() => stack.remove());

test("growing from one broker to three keeps every message and copies every topic to each", async () => {
  await stack.up();
  await kafka.produce(inside, topic, 300);
  const create = ["--create", "--topic", byHand, "--partitions", "3", "--replication-factor", "1"];
  await kafka.tool("kafka-topics", ...create);
  await kafka.produce(inside, byHand, 60);
  stack.configure({ brokers: 3 });
  expect((await previewTopics(stack)).lines).toEqual([
    `${topic}: copies 1 → 3`,
    `${byHand}: copies 1 → 3, though not declared: min.insync.replicas is 2`,
  ]);
  const watch = watchThrottle(stack.reach, [topic, byHand]);
  const { seconds } = await stack.up();
  const seen = await watch.end();
  console.log(`from 1 to 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await stack.containers()).toEqual(["kafka", "kafka-2", "kafka-3", "zookeeper"]);
  expect(await kafka.consume(inside, topic, "grown")).toHaveLength(300);
  for (const name of [topic, byHand, "__consumer_offsets"]) {
    const [line] = await kafka.tool("kafka-topics", "--describe", "--topic", name);
    expect(line).toMatch(/ReplicationFactor: 3/);
  }
  expect(await kafka.tool("kafka-topics", "--describe", "--under-replicated-partitions")).toEqual(
    [],
  );
  // 50 MB/s, and what tells this program's rate from another's.
  expect(seen.rates).toEqual(new Set(["50000731"]));
  expect(seen.topics).toEqual(new Set([topic, byHand]));
  expect(await throttleNow(stack.reach, [topic, byHand])).toEqual({ rates: [], topics: [] });
}, 600_000);

test("a topic that nobody declares takes messages that every in-sync replica acknowledges", async () => {
  const client = await openKafka(stack.reach);
  const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const messages = Array.from({ length: 40 }, (_, index) => ({ value: String(index) }));
  await producer.send({ topic: byHand, acks: -1, messages });
  await producer.disconnect();
  expect(await kafka.endOffset(byHand)).toBe(100);
});

test("partitions that differ in their copies are put right one by one", async () => {
  const file = "/tmp/uneven.json";
  const uneven = { version: 1, partitions: [{ topic, partition: 0, replicas: [1, 2] }] };
  await docker("exec", container(), "bash", "-c", `echo '${JSON.stringify(uneven)}' > ${file}`);
  await kafka.tool("kafka-reassign-partitions", "--execute", "--reassignment-json-file", file);
  const verify = ["--verify", "--reassignment-json-file", file];
  while (!(await kafka.tool("kafka-reassign-partitions", ...verify)).join().includes("completed"));
  await stack.pulumi("refresh", "--yes", "--skip-preview");
  expect(await previewTopics(stack)).toEqual({
    diff: { [`topics["${topic}"].replicationFactor`]: "update" },
    lines: [`${topic}: copies 2 to 3 → 3`],
  });
  await stack.up();
  const lines = await kafka.tool("kafka-topics", "--describe", "--topic", topic);
  const copies = lines.flatMap(
    (line) => /Replicas: (\S+)/.exec(line)?.[1]?.split(",").length ?? [],
  );
  expect(copies).toEqual([3, 3, 3, 3, 3, 3]);
  await stack.up("--expect-no-changes");
});

test("clients outside reach every broker at a port of its own", async () => {
  const port = stack.get("brokerPort") as number;
  expect(await stack.outputs()).toMatchObject({
    bootstrap: [port, port + 1, port + 2].map((each) => `localhost:${each}`).join(","),
  });
  await kafka.produce(`localhost:${port + 2}`, topic, 30);
  expect(await kafka.consume(`localhost:${port + 1}`, topic, "outside")).toHaveLength(330);
  await stack.up("--expect-no-changes");
});

test("taking brokers away that hold partitions is refused before anything is touched", async () => {
  stack.configure({ brokers: 1 });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain("cannot become 1: brokers above 1 hold partitions of");
  expect(await stack.containers()).toEqual(["kafka", "kafka-2", "kafka-3", "zookeeper"]);
  expect(await kafka.endOffset(topic)).toBe(330);
});
