import { BookKeeper } from "../recovery/books";
import { docker } from "./support/command";
import { KafkaWitness } from "./support/kafka";
import { TestStack } from "./support/stack";

// From one broker to three and back. Each test stands on the ones before it.
let stack: TestStack;
let kafka: KafkaWitness;

const topic = "vendas.pedido.criado";
const inside = "kafka:9092";

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
  stack.configure({ brokers: 3 });
  const { seconds } = await stack.up();
  console.log(`from 1 to 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await stack.containers()).toEqual(["kafka", "kafka-2", "kafka-3", "zookeeper"]);
  expect(await kafka.consume(inside, topic, "grown")).toHaveLength(300);
  for (const name of [topic, "__consumer_offsets"]) {
    const [line] = await kafka.tool("kafka-topics", "--describe", "--topic", name);
    expect(line).toMatch(/ReplicationFactor: 3/);
  }
  expect(await kafka.tool("kafka-topics", "--describe", "--under-replicated-partitions")).toEqual(
    [],
  );
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

/** Ids of the brokers' containers, and when they were made. */
async function brokerContainers(): Promise<string[][]> {
  const names = ["kafka", "kafka-2", "kafka-3"].map((name) => `${stack.prefix}${name}`);
  const lines = await docker("inspect", "--format", "{{.Id}} {{.Created}}", ...names);
  return lines.map((line) => line.split(" "));
}

test("a changed setting restarts one broker after the other, and no acknowledged message is lost", async () => {
  const books = new BookKeeper(stack.reach, topic);
  const before = await brokerContainers();
  stack.configure({ brokerSettings: { "log.retention.hours": 48 } });
  books.start();
  const { seconds } = await stack.up();
  await books.stop();
  const count = await books.count();
  console.log(`rolling restart of 3 brokers: ${seconds.toFixed(1)} s; ${JSON.stringify(count)}`);
  expect(count.lost).toBe(0);
  const after = await brokerContainers();
  expect(after.filter(([id]) => before.some(([old]) => old === id))).toEqual([]);
  const created = after.map(([, at = ""]) => Date.parse(at));
  expect(created).toEqual([...created].sort((a, b) => a - b));
});

test("a restart that would take a partition below its minimum is not begun, and says for what", async () => {
  await docker("stop", `${stack.prefix}kafka-3`);
  const before = await brokerContainers();
  stack.configure({
    brokerSettings: { "log.retention.hours": 24 },
    replicaSyncTimeoutSeconds: 3,
  });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(/waiting to update broker 1: partition \S+ .*has only 1, 2 of its copies/);
  expect(output).toMatch(/Broker 1 was not stopped for its update, as partition/);
  expect(await brokerContainers()).toEqual(before);
  await docker("start", `${stack.prefix}kafka-3`);
  stack.configure({ replicaSyncTimeoutSeconds: undefined });
  await stack.up();
  await stack.up("--expect-no-changes");
});

test("taking brokers away that hold partitions is refused before anything is touched", async () => {
  stack.configure({ brokers: 1 });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain("cannot become 1: brokers above 1 hold partitions of");
  expect(await stack.containers()).toEqual(["kafka", "kafka-2", "kafka-3", "zookeeper"]);
  expect(await kafka.endOffset(topic)).toBeGreaterThanOrEqual(330);
});
