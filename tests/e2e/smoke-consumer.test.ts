import type { Admin, Kafka } from "kafkajs";
import { waitForCluster } from "../../kafka/cluster";
import { openKafka } from "../../kafka/connection";
import { RecordingConsumer } from "../../kafka/smoke/consumer";
import { docker } from "./support/command";
import { TestStack } from "./support/stack";

// The smoke test's consumer, where the broker goes away in the middle of it.
const topic = "vendas.pedido.criado";
const timeoutSeconds = 60;
let stack: TestStack;
let kafka: Kafka;
let admin: Admin;

beforeAll(async () => {
  stack = await TestStack.create("e2e-consumer", {
    kafkaUi: false,
    smokeTest: false,
    retainData: false,
    topics: [{ name: topic, partitions: 3 }],
  });
  await stack.up();
  kafka = await openKafka(stack.reach);
  admin = kafka.admin();
  await admin.connect();
});

afterAll(async () => {
  await admin.disconnect();
  await stack.remove();
});

async function produce(from: number, count: number): Promise<void> {
  const producer = kafka.producer();
  const numbers = Array.from({ length: count }, (_, index) => String(from + index));
  await producer.connect();
  try {
    await producer.send({ topic, messages: numbers.map((value) => ({ key: value, value })) });
  } finally {
    await producer.disconnect();
  }
}

test("a broker that is restarted in the middle costs no message, and doubles none", async () => {
  await produce(0, 20);
  const consumer = new RecordingConsumer(kafka, "e2e-consumer", topic, () => true);
  try {
    await consumer.join(admin, timeoutSeconds);
    // The first time nothing has arrived yet: where it began is all that the consumer knows.
    for (const round of [1, 2]) {
      await docker("restart", "--time", "0", `${stack.prefix}kafka`);
      await waitForCluster(stack.reach, 1);
      await produce(round * 100, 50);
      await consumer.receive(round * 50, timeoutSeconds);
    }
    const values = consumer.received.map(({ value }) => Number(value)).sort((a, b) => a - b);
    const sent = [100, 200].flatMap((from) => Array.from({ length: 50 }, (_, each) => from + each));
    expect(values).toEqual(sent);
    await consumer.commit();
    const [offsets] = await admin.fetchOffsets({ groupId: "e2e-consumer", topics: [topic] });
    const committed = offsets?.partitions.map(({ offset }) => Number(offset)) ?? [];
    expect(committed.reduce((sum, offset) => sum + offset, 0)).toBe(20 + sent.length);
  } finally {
    await consumer.disconnect();
  }
});
