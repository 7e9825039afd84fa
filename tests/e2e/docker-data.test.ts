import { docker, run } from "./support/command";
import { KafkaWitness } from "./support/kafka";
import { TestStack } from "./support/stack";

// Who may destroy what: a production stack, its data, and the steps that it takes. Each test stands on
// the ones before it.
let stack: TestStack;
let kafka: KafkaWitness;

const topic = "vendas.pedido.criado";
const destroy = ["destroy", "--yes"];
const volumes = ["kafka-data", "zookeeper-data", "zookeeper-logs"];

beforeAll(async () => {
  stack = await TestStack.create("e2e-data", {
    kafkaUi: false,
    smokeTestMessages: 10,
    brokerHeapMiB: 512,
    production: true,
    brokerSettings: { "auto.create.topics.enable": false },
    acceptedRisks: ["severalBrokers", "severalZooKeepers"],
    topics: [{ name: topic, partitions: 3 }],
  });
  kafka = await KafkaWitness.create(stack.prefix);
});

afterAll(async () => {
  await stack.attempt(["state", "unprotect", "--all", "--yes"]);
  await stack.remove();
});

test("a production stack comes up, with a warning for each risk that was accepted", async () => {
  const { output } = await stack.up();
  expect(output).toMatch(
    /warning: kafka-platform:brokers is 1; .* \(rule severalBrokers for production\)/,
  );
  await kafka.produce("kafka:9092", topic, 120);
  expect(await kafka.consume("kafka:9092", topic, "first")).toHaveLength(120);
});

test("a client that asks for a topic that nobody declared does not create it", async () => {
  const args = ["--topic", "vendas.pedido.crido", "--timeout-ms", "2000"];
  await kafka.tool("kafka-console-consumer", ...args).catch(() => undefined);
  const { topics } = (await stack.outputs()) as { topics: string[] };
  const found = (await kafka.tool("kafka-topics", "--list")).filter((name) =>
    name.startsWith("vendas"),
  );
  expect(found).toEqual(topics);
});

test("destroy is refused as a whole, and says how it is meant", async () => {
  expect((await stack.attempt(destroy)).output).toMatch(/protect/);
  const { status, output } = await stack.make("scripts/stack/destroy.ts");
  expect(status).not.toBe(0);
  expect(output).toContain("protected");
  expect(output).toContain(
    "This is a production stack: its data is protected, and nothing was destroyed.",
  );
  expect(await stack.containers()).toEqual(["kafka", "zookeeper"]);
  expect(await kafka.endOffset(topic)).toBe(120);
});

test("the platform can be taken away without its data, and comes back with every message and offset", async () => {
  const { status, output } = await stack.make("scripts/stack/destroy.ts", "--exclude-protected");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(output).toContain(`By hand, all of it together: docker volume rm `);
  expect(await stack.containers()).toEqual([]);
  expect(await stack.volumes()).toEqual(volumes);
  await stack.up();
  expect(await kafka.endOffset(topic)).toBe(120);
  expect(await kafka.consume("kafka:9092", topic, "first")).toEqual([]);
});

test("data that is no longer to be retained is refused, until the stack is named", async () => {
  stack.configure({ retainData: false });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain("If that is intended, set destroyData to the stack's name, e2e-data");
  // The state still has the old word: a destroy is refused as before.
  expect((await stack.attempt(destroy)).status).not.toBe(0);
  expect(await stack.containers()).toEqual(["kafka", "zookeeper"]);
});

test("once it is named and that is deployed, destroy takes the data, all of it", async () => {
  stack.configure({ destroyData: "e2e-data" });
  await stack.up();
  expect(await kafka.endOffset(topic)).toBe(120);
  const { status, output } = await stack.make("scripts/stack/destroy.ts");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(output).toMatch(
    /The data of .*zookeeper-data, .*zookeeper-logs, .*kafka-data is removed\./,
  );
  expect(await stack.containers()).toEqual([]);
  expect(await stack.volumes()).toEqual([]);
});

test("destroy of a stack that retains its data says where it is, and what it says removes it", async () => {
  stack.configure({ production: false, retainData: undefined, destroyData: undefined });
  await stack.up();
  const { output } = await stack.make("scripts/stack/destroy.ts");
  expect(await stack.volumes()).toEqual(volumes);
  const names = volumes.map((name) => stack.prefix + name);
  const [, said] = /docker volume rm (.*)/.exec(output) ?? [];
  expect(said?.split(" ").sort()).toEqual(names);
  expect(output).toContain(
    "make remove-data STACK=e2e-data, which lists what it removes and asks first.",
  );
});

test("make remove-data says what it removes, takes nothing that is used or not the stack's, and asks", async () => {
  const script = "scripts/stack/remove-data/main.ts";
  const [data = "", logs = ""] = ["zookeeper-data", "zookeeper-logs"].map(
    (name) => stack.prefix + name,
  );
  const refused = await stack.make(script);
  expect(refused.status).not.toBe(0);
  for (const name of volumes) {
    expect(refused.output).toMatch(new RegExp(`volume ${stack.prefix}${name}, [\\d.]+ [kM]?B`));
  }
  expect(refused.output).toContain("`make remove-data STACK=e2e-data YES=e2e-data` to confirm");
  stack.setEnvironment({ YES: "e2e-data" });
  const user = `${stack.prefix}user`;
  const image = String(stack.get("zookeeperImage"));
  await docker("create", "--name", user, "--volume", `${data}:/data`, image, "true");
  expect((await stack.make(script)).output).toContain(
    `It is in use: volume ${data} by container ${user}. Nothing was removed.`,
  );
  await docker("rm", "--volumes", user);
  // One of the same name that somebody else made.
  await docker("volume", "rm", logs);
  await docker("volume", "create", logs);
  const { status, output } = await stack.make(script);
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(output).toContain(`Kept: volume ${logs}, without the label of the stack`);
  expect(await stack.volumes()).toEqual(["zookeeper-logs"]);
  await docker("volume", "rm", logs);
  expect((await stack.make(script)).output).toContain("has left no data on the Docker engine.");
});

test("a plain pulumi destroy names each volume that it leaves", async () => {
  await stack.up();
  expect(await stack.outputs()).toMatchObject({
    data: { atDestroy: "kept", isProtected: false, places: expect.any(Array) as unknown },
  });
  const { output } = await stack.pulumi(...destroy);
  for (const name of volumes) {
    expect(output).toMatch(new RegExp(`Volume platform-${name} deleted .*\\[retain\\]`));
  }
  await run("docker", ["volume", "rm", ...volumes.map((name) => stack.prefix + name)]);
});
