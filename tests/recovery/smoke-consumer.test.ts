import type { Admin, Kafka } from "kafkajs";
import { waitForCluster } from "../../kafka/cluster";
import { openKafka } from "../../kafka/connections/kafka";
import { RecordingConsumer } from "../../kafka/smoke/consumer";
import { docker } from "../e2e/support/command";
import { KafkaWitness } from "../e2e/support/kafka";
import { TestStack } from "../e2e/support/stack";

// The smoke test's consumer, where the broker goes away in the middle of it.
const topic = "vendas.pedido.criado";
const timeoutSeconds = 60;
let stack: TestStack;
let kafka: Kafka;
let admin: Admin;
let witness: KafkaWitness;

beforeAll(async () => {
  stack = await TestStack.create("e2e-consumer", {
    kafkaUi: false,
    smokeTest: false,
    retainData: false,
    topics: [{ name: topic, partitions: 3 }],
  });
  await stack.up();
  kafka = await openKafka(stack.connection);
  admin = kafka.admin();
  await admin.connect();
  witness = await KafkaWitness.create(stack.prefix);
});

afterAll(async () => {
  await admin.disconnect();
  await stack.remove();
});

test("a broker that is restarted in the middle costs no message, and doubles none", async () => {
  await witness.produce("kafka:9092", topic, 20);
  const consumer = new RecordingConsumer(kafka, "e2e-consumer", topic, () => true);
  try {
    await consumer.join(timeoutSeconds);
    // The first time nothing has arrived yet: where it began is all that the consumer knows.
    for (const round of [1, 2]) {
      await docker("restart", "--time", "0", `${stack.prefix}kafka`);
      await waitForCluster(stack.connection, 1);
      await witness.produce("kafka:9092", topic, 50);
      await consumer.receive(round * 50, timeoutSeconds);
    }
    expect(consumer.received).toHaveLength(100);
    await consumer.commit();
    const [offsets] = await admin.fetchOffsets({ groupId: "e2e-consumer", topics: [topic] });
    const committed = offsets?.partitions.map(({ offset }) => Number(offset)) ?? [];
    expect(committed.reduce((sum, offset) => sum + offset, 0)).toBe(120);
  } finally {
    await consumer.disconnect();
  }
});
