import { setTimeout as pause } from "node:timers/promises";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import { smokeTopic } from "../../kafka/smoke/topic";
import { docker } from "./support/command";
import { KafkaWitness } from "./support/kafka";
import { TestStack } from "./support/stack";
import { witnessTopics } from "./support/topics";

// A deployment of many topics that is cut off, and a cluster that is not the stack's.
let stack: TestStack;
let kafka: KafkaWitness;

const container = () => `${stack.prefix}kafka`;

function topicsNamed(prefix: string, count: number): { name: string; partitions: number }[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix}.carga.topico${index}`,
    partitions: 3,
  }));
}

/** Whether some topics of this prefix are there. */
async function hasBegun(prefix: string): Promise<boolean> {
  const addresses = [`localhost:${String(stack.get("brokerPort"))}`];
  const client = await openKafka({ via: "direct", addresses });
  const names = await withAdmin(client, (admin) => admin.listTopics());
  return names.some((name) => name.startsWith(prefix));
}

async function expectAll(topics: { name: string }[]): Promise<void> {
  // `make recover` ends with the smoke test, whether or not `up` does.
  const witnessed = await witnessTopics(kafka);
  delete witnessed[smokeTopic];
  expect(Object.keys(witnessed).sort()).toEqual(topics.map(({ name }) => name).sort());
  expect(new Set(Object.values(witnessed).map(({ partitions }) => partitions))).toEqual(
    new Set([3]),
  );
}

beforeAll(async () => {
  stack = await TestStack.create("e2e-cutoff", {
    kafkaUi: false,
    smokeTest: false,
    topicNaming: "error",
  });
  kafka = await KafkaWitness.create(stack.prefix);
  await stack.up();
});

afterAll(() => stack.remove());

test("a command that is killed while it creates topics is taken up by the next up", async () => {
  const topics = topicsNamed("morto", 300);
  stack.configure({ topics });
  await stack.kill(["up", "--yes", "--skip-preview"], () => hasBegun("morto"));
  const { length: made } = Object.keys(await witnessTopics(kafka));
  console.log(`killed when Kafka had ${made} of ${topics.length} topics`);
  expect(made).toBeLessThan(topics.length);
  await stack.pulumi("cancel", "--yes");
  await stack.up();
  await expectAll(topics);
  await stack.up("--expect-no-changes");
});

test("an up that Ctrl-C ends while it creates topics is taken up by recover and the next up", async () => {
  const topics = [...topicsNamed("morto", 300), ...topicsNamed("corte", 300)];
  stack.configure({ topics });
  const up = ["up", "--yes", "--skip-preview"];
  const { status, seconds } = await stack.interrupt(up, () => hasBegun("corte"));
  const { length: made } = Object.keys(await witnessTopics(kafka));
  console.log(`interrupted: ended after ${seconds.toFixed(1)} s, with ${made} of ${topics.length}`);
  expect(status).not.toBe(0);
  expect(made).toBeLessThan(topics.length);
  const recovered = await stack.make("scripts/stack/recover/main.ts");
  expect(recovered).toMatchObject({ status: 0 });
  await stack.up();
  await expectAll(topics);
  await stack.up("--expect-no-changes");
});

test("a broker that is killed meanwhile is waited for, and in the end every topic is there", async () => {
  const topics = ["morto", "corte", "queda"].flatMap((prefix) => topicsNamed(prefix, 300));
  stack.configure({ topics });
  const up = stack.attempt(["up", "--yes", "--skip-preview"]);
  for (const end = Date.now() + 180_000; !(await hasBegun("queda")); await pause(200)) {
    if (Date.now() > end) throw new Error("The up creates no topic");
  }
  await docker("kill", container());
  await docker("start", container());
  const { status, seconds } = await up;
  console.log(
    `the up in which the broker was killed ended with ${status} after ${seconds.toFixed(1)} s`,
  );
  await stack.up("--refresh");
  await expectAll(topics);
  await stack.up("--expect-no-changes");
  // A killed broker comes back only when its ZooKeeper session has ended, and then looks through every log.
}, 600_000);

test("a cluster with another id at the same address is refused, and no topic made on it", async () => {
  await docker("rm", "--force", "--volumes", container(), `${stack.prefix}zookeeper`);
  const volumes = ["kafka-data", "zookeeper-data", "zookeeper-logs"];
  await docker("volume", "rm", ...volumes.map((name) => `${stack.prefix}${name}`));
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview", "--refresh"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /has the id \S+, but the stack's topics are on \S+\. Restore the brokers'/,
  );
  expect(await witnessTopics(kafka)).toEqual({});

  const topics = topicsNamed("novo", 3);
  stack.configure({ topics });
  const again = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(again.output).toContain("but the stack's topics are on");

  // The way out that the message names.
  const { stdout } = await stack.pulumi("stack", "--show-urns");
  const urn = /urn:\S+kafka:Cluster::\S+/.exec(stdout)?.[0] ?? "";
  await stack.pulumi("state", "delete", "--yes", "--target-dependents", urn);
  await stack.up();
  await expectAll(topics);
});
