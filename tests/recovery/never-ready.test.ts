import { BookKeeper } from "./books";
import { TestStack } from "../e2e/support/stack";

// A broker that never gets ready: no later `up` may report success before it is, and once its
// configuration is mended, one command brings it back. It waits out the deadlines of real waits.
const topic = "vendas.pedido.criado";
const minutes = 60_000;
let stack: TestStack;
let books: BookKeeper;

beforeAll(async () => {
  stack = await TestStack.create("e2e-never", {
    kafkaUi: false,
    smokeTestMessages: 10,
    brokerHeapMiB: 512,
    startTimeoutSeconds: 60,
    topics: [{ name: topic, partitions: 3 }],
  });
  books = new BookKeeper(stack.connection, topic);
  await stack.up();
  await books.produceFor(3000);
});

afterAll(() => stack.remove());

const up = ["up", "--yes", "--skip-preview"];

test(
  "an up with a broker that cannot start fails",
  async () => {
    // A plug-in that the image does not have: only the broker's own start can tell.
    stack.configure({ brokerSettings: { "metric.reporters": "org.example.NoSuchReporter" } });
    const { status, output, seconds } = await stack.attempt(up);
    console.log(`up failed after ${seconds.toFixed(1)} s`);
    expect(status).not.toBe(0);
    expect(output).toMatch(
      /Container \S+-kafka ended with exit code 1, \d+ times so far, after waiting 3\d s for its restarts to stop/,
    );
  },
  6 * minutes,
);

test(
  "the next up does not report success: it waits for the broker again",
  async () => {
    const printed = await stack.killUp(/Cluster platform-kafka (creating|updating)/, 20_000);
    expect(printed).toBeDefined();
    expect(printed).not.toContain("Duration:");
  },
  6 * minutes,
);

test(
  "nor does the one after a refresh, for which the container is nothing to be changed",
  async () => {
    await stack.pulumi("cancel", "--yes");
    await stack.pulumi("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
    const { status, output, seconds } = await stack.attempt(up);
    console.log(`up after refresh failed after ${seconds.toFixed(1)} s`);
    expect(status).not.toBe(0);
    expect(output).toMatch(/will not become ready by itself|already in use/);
  },
  8 * minutes,
);

test(
  "with the setting mended, recover brings it back with every message",
  async () => {
    stack.configure({ brokerSettings: {} });
    const { status, output, seconds } = await stack.make("scripts/stack/recover/main.ts");
    expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
    await books.produceFor(1000);
    const count = await books.count();
    console.log(
      `broker that never got ready: back in ${seconds.toFixed(1)} s; ${JSON.stringify(count)}`,
    );
    expect(count).toMatchObject({ failed: 0, lost: 0 });
    await stack.up("--expect-no-changes");
  },
  6 * minutes,
);
