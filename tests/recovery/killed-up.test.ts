import { BookKeeper } from "./books";
import { TestStack } from "../e2e/support/stack";

// `pulumi up` killed, with SIGKILL and all that it had started, while it makes each thing; each time the
// one command brings the platform up, with every message that earlier ones acknowledged.
let stack: TestStack;
let books: BookKeeper;

const topic = "vendas.pedido.criado";

beforeAll(async () => {
  stack = await TestStack.create("e2e-killed", {
    kafkaUi: false,
    smokeTestMessages: 10,
    brokerHeapMiB: 512,
    topics: [{ name: topic, partitions: 3 }],
  });
  books = new BookKeeper(stack.connection, topic);
});

afterAll(() => stack.remove());

async function recover(what: string): Promise<void> {
  const { status, output, seconds } = await stack.make("scripts/stack/recover/main.ts");
  expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
  expect(output).toContain("Unlocking the stack after an update that was killed");
  await books.produceFor(1000);
  const count = await books.count();
  console.log(`${what}: back in ${seconds.toFixed(1)} s; ${JSON.stringify(count)}`);
  expect(count).toMatchObject({ failed: 0, duplicated: 0, lost: 0 });
  expect(count.acknowledged).toBeGreaterThan(0);
  await stack.up("--expect-no-changes");
}

// On a fresh engine, and from the second on with the data that the earlier ones have left.
test.each<[string, RegExp, number]>([
  ["the network", /Network docker creating/, 0],
  ["ZooKeeper's container", /Container platform-zookeeper creating/, 300],
  ["the broker's container", /Container platform-kafka creating/, 300],
  ["a broker that is not ready yet", /Container platform-kafka creating/, 2500],
  ["the proof that the cluster is ready", /Cluster platform-kafka creating/, 0],
  ["the topics", /Topics platform-topics creating/, 50],
  ["the smoke test", /SmokeRun platform-smoke-test creating/, 200],
])("killed while it made %s", async (what, when, delay) => {
  expect(await stack.killUp(when, delay)).toMatch(when);
  await recover(`killed while it made ${what}`);
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await stack.volumes()).toEqual(["kafka-data", "zookeeper-data", "zookeeper-logs"]);
});

// A running platform of which the broker is being replaced: the old container goes first.
test.each<[string, RegExp, number]>([
  ["stopped the old broker", /Container platform-kafka deleting/, 300],
  ["made the new broker", /Container platform-kafka (creating|replacing)/, 500],
])("killed while it %s", async (what, when, delay) => {
  if ((await stack.containers()).length === 0) {
    await stack.up();
    await books.produceFor(1000);
  }
  stack.configure({ brokerSettings: { "log.retention.hours": 40 + delay / 100 } });
  expect(await stack.killUp(when, delay)).toMatch(when);
  await recover(`killed while it ${what}`);
});
