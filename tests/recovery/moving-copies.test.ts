import { setTimeout as pause } from "node:timers/promises";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import { type Moves, readMoves } from "../../kafka/topics/moves";
import { docker } from "../e2e/support/command";
import { KafkaWitness } from "../e2e/support/kafka";
import { TestStack } from "../e2e/support/stack";
import { throttleNow } from "../e2e/support/throttle";

// 150 MB on one broker, of which two others get a copy each at 5 MB/s: a minute, in which `up` is killed.
let stack: TestStack;
let kafka: KafkaWitness;

const topic = "vendas.pedido.criado";
const messages = 15_000;

beforeAll(async () => {
  stack = await TestStack.create("e2e-moving", {
    kafkaUi: false,
    smokeTest: false,
    retainData: false,
    brokerHeapMiB: 512,
    replicationThrottleMBps: 5,
    topics: [{ name: topic, partitions: 6 }],
  });
  kafka = await KafkaWitness.create(stack.prefix);
  await stack.up();
  await docker(
    ...["exec", `${stack.prefix}kafka`, "kafka-producer-perf-test", "--topic", topic],
    ...["--num-records", String(messages), "--record-size", "10000", "--throughput", "-1"],
    ...["--producer-props", "bootstrap.servers=kafka:9092", "acks=all"],
  );
});

afterAll(() => stack.remove());

async function moves(): Promise<Moves> {
  return withAdmin(await openKafka(stack.connection), readMoves);
}

test("a command that is killed while copies move leaves the throttle, and the next up goes on and takes it off", async () => {
  expect(await kafka.endOffset(topic)).toBe(messages);
  stack.configure({ brokers: 3 });
  const isMoving = async () => (await moves().catch(() => new Map())).has(topic);
  await stack.kill(["up", "--yes", "--skip-preview"], isMoving);
  await pause(2000);
  // Unthrottled it would be done by now.
  expect((await moves()).has(topic)).toBe(true);
  const left = await throttleNow(stack.connection, [topic]);
  expect(new Set(left.rates)).toEqual(new Set(["5000731"]));
  expect(new Set(left.topics)).toEqual(new Set([topic]));

  await stack.pulumi("cancel", "--yes");
  const { seconds } = await stack.up("--refresh");
  console.log(`the rest of the copies took ${seconds.toFixed(1)} s`);
  expect((await moves()).size).toBe(0);
  expect(await throttleNow(stack.connection, [topic])).toEqual({ rates: [], topics: [] });
  const [line] = await kafka.tool("kafka-topics", "--describe", "--topic", topic);
  expect(line).toMatch(/ReplicationFactor: 3/);
  expect(await kafka.endOffset(topic)).toBe(messages);
  await stack.up("--expect-no-changes");
}, 600_000);
