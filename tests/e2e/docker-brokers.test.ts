import { Partitioners } from "kafkajs";
import { openKafka } from "../../kafka/connections/kafka";
import { BookKeeper } from "../recovery/books";
import { docker } from "./support/command";
import { ConsoleLoad } from "./support/console-load";
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
    brokerHeapMiB: 512,
    topics: [{ name: topic, partitions: 6 }],
  });
  kafka = await KafkaWitness.create(stack.prefix);
});

afterAll(() => stack.remove());

/** Has both a preview and an `up` without one refused for a reason. */
async function expectRefused(reason: string): Promise<void> {
  for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
    const { status, output } = await stack.attempt(command);
    expect({ command, output, isRefused: status !== 0 }).toEqual({
      command,
      output: expect.stringContaining(reason) as unknown,
      isRefused: true,
    });
  }
}

test("growing from one broker to three keeps every message and copies every topic to each", async () => {
  await stack.up();
  await kafka.produce(inside, topic, 300);
  const create = ["--create", "--topic", byHand, "--partitions", "3", "--replication-factor", "1"];
  await kafka.tool("kafka-topics", ...create);
  await kafka.produce(inside, byHand, 60);
  stack.configure({ brokers: 3 });
  expect((await previewTopics(stack)).lines).toEqual([
    `${topic}: replicas 1 → 3`,
    `${byHand}: replicas 1 → 3, although not declared: min.insync.replicas is 2`,
  ]);
  const watch = watchThrottle(stack.connection, [topic, byHand]);
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
  expect(await throttleNow(stack.connection, [topic, byHand])).toEqual({ rates: [], topics: [] });
}, 600_000);

test("a topic that nobody declares takes messages that every in-sync replica acknowledges", async () => {
  const client = await openKafka(stack.connection);
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
  for (const end = Date.now() + 180_000; ;) {
    const said = (await kafka.tool("kafka-reassign-partitions", ...verify)).join("\n");
    if (said.includes("completed")) break;
    if (Date.now() > end) throw new Error(`The reassignment has not ended: ${said}`);
  }
  await stack.pulumi("refresh", "--yes", "--skip-preview");
  expect(await previewTopics(stack)).toEqual({
    diff: { [`topics["${topic}"].replicationFactor`]: "update" },
    lines: [`${topic}: replicas 2 to 3 → 3`],
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

/** Ids of the brokers' containers, and when they were made. */
async function brokerContainers(): Promise<string[][]> {
  return Promise.all(["kafka", "kafka-2", "kafka-3"].map(createdAt));
}

async function createdAt(name: string): Promise<string[]> {
  const format = ["--format", "{{.Id}} {{.Created}}"];
  const [line = ""] = await docker("inspect", ...format, `${stack.prefix}${name}`);
  return line.split(" ");
}

/** What the engine has of the brokers: a label, their memory limit in bytes and their CPUs in billionths. */
async function brokerLimits(): Promise<unknown[]> {
  const limits = "[{{json .Config.Labels}},{{.HostConfig.Memory}},{{.HostConfig.NanoCpus}}]";
  const names = ["kafka", "kafka-2", "kafka-3"].map((name) => `${stack.prefix}${name}`);
  const lines = await docker("inspect", "--format", limits, ...names);
  return lines.map((line) => {
    const [labels, ...others] = JSON.parse(line) as [Record<string, string>, number, number];
    return [labels.team, ...others];
  });
}

test("a changed setting restarts one broker after the other, and no acknowledged message is lost", async () => {
  const books = new BookKeeper(stack.connection, topic);
  const before = await brokerContainers();
  stack.configure({
    // They need ZooKeeper to be stopped and started: it changes first.
    zookeeperHeapMiB: 160,
    brokerSettings: { "log.retention.hours": 48 },
    containers: { kafka: { labels: { team: "data" }, memoryMiB: 1024, cpus: "2" } },
  });
  books.start();
  const { seconds } = await stack.up();
  await books.stop();
  const count = await books.count();
  console.log(`rolling restart of 3 brokers: ${seconds.toFixed(1)} s; ${JSON.stringify(count)}`);
  expect(count.lost).toBe(0);
  const after = await brokerContainers();
  expect(after.filter(([id]) => before.some(([old]) => old === id))).toEqual([]);
  const [, zooKeeperCreated = ""] = await createdAt("zookeeper");
  const created = [zooKeeperCreated, ...after.map(([, at = ""]) => at)].map((at) => Date.parse(at));
  expect(created).toEqual([...created].sort((a, b) => a - b));
  expect(await brokerLimits()).toEqual(Array(3).fill(["data", 1024 * 2 ** 20, 2e9]));
  await stack.up("--expect-no-changes");
  // The engine would keep a limit that is merely taken away from a container.
  const limited = stack.get("containers");
  stack.configure({ containers: { kafka: { labels: { team: "data" }, cpus: "2" } } });
  const replaced = (await stack.plan()).filter(({ operation }) => operation === "replace");
  expect(replaced.filter(({ type }) => type.endsWith(":Container"))).toHaveLength(3);
  stack.configure({ containers: limited });
});

test("a restart that would take a partition below its minimum is not begun, and says for what", async () => {
  await docker("stop", `${stack.prefix}kafka-3`);
  const before = await brokerContainers();
  stack.configure({
    // A broker that hangs, as in a later test, keeps its partitions until its session ends: by default 18 s, in which a
    // busy machine does not get through all that is looked at meanwhile.
    brokerSettings: { "log.retention.hours": 24, "zookeeper.session.timeout.ms": 30_000 },
    replicaSyncTimeoutSeconds: 3,
  });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /waiting to update broker 1: partition \S+( \(and \d+ more\))?: only brokers [12], [12] of [123, ]+ are in sync/,
  );
  expect(output).toMatch(/Broker 1 was not stopped for its update within \d+ s: partition/);
  expect(await brokerContainers()).toEqual(before);
  await docker("start", `${stack.prefix}kafka-3`);
  stack.configure({ replicaSyncTimeoutSeconds: undefined, containers: undefined });
  await stack.up();
  expect(await brokerLimits()).toEqual(Array(3).fill([undefined, 0, 0]));
  await stack.up("--expect-no-changes");
});

test("taking brokers away that hold partitions is refused before anything is touched", async () => {
  stack.configure({ brokers: 1 });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain("cannot change to 1: brokers above 1 hold partitions of");
  expect(await stack.containers()).toEqual(["kafka", "kafka-2", "kafka-3", "zookeeper"]);
  expect(await kafka.endOffset(topic)).toBeGreaterThanOrEqual(330);
});

test("other names for what holds the data are refused before all else, and no container is touched", async () => {
  const containers = () =>
    docker(
      "ps",
      "--no-trunc",
      "--filter",
      `name=${stack.prefix}`,
      "--format",
      "{{.ID}} {{.Status}}",
    );
  const ids = (lines: string[]) => lines.map((line) => line.split(" ")[0]);
  const before = await containers();
  stack.configure({ brokers: 3, namePrefix: `moved-${stack.prefix}` });
  const reason =
    `namePrefix cannot change to "moved-${stack.prefix}": the data of this stack is in Docker volumes such as ` +
    `${stack.prefix}kafka-data.`;
  await expectRefused(reason);
  const { output, seconds } = await stack.attempt(["preview"]);
  console.log(`refused in ${seconds.toFixed(1)} s`);
  // Its own containers have the ports that it asks for.
  expect(output).not.toContain("uses host port");
  expect(ids(await containers())).toEqual(ids(before));
  stack.configure({ namePrefix: stack.prefix });
  await stack.up("--expect-no-changes");
});

// Here rather than in a file of its own for the three brokers.
test("the console tells with 1,000 topics what is known within 2 s while a broker hangs, or is gone", async () => {
  const load = await ConsoleLoad.create(stack);
  const broker = `${stack.prefix}kafka-3`;
  try {
    await load.until("all brokers are up", {
      silentBrokers: [],
      unknownOffsets: [],
      lags: load.expectedLags(),
    });

    expect(await load.search()).toEqual({ found: [0, 1, 2], unread: [] });

    await docker("pause", broker);
    expect(await load.search()).toEqual({ found: [0, 1], unread: [2] });
    const hanging = await load.look("broker 3 hangs");
    expect(hanging.silentBrokers).toContain(3);
    expect(hanging.unknownOffsets).toEqual(expect.arrayContaining(load.ledBy(3)));
    // The machine of the test may be busy: others may have been late, too.
    await load.until("only broker 3 hangs", {
      silentBrokers: [3],
      unknownOffsets: load.ledBy(3),
      lags: load.expectedLags({ without: 3, because: "NO_ANSWER" }),
    });
    await docker("unpause", broker);
    await load.until("broker 3 is back", { unknownOffsets: [] });

    await docker("kill", broker);
    const killed = await load.look("broker 3 was killed");
    expect(killed.silentBrokers).toContain(3);
    // The controller learns of it when its session ends; then others lead what has replicas there.
    await load.until("others lead what broker 3 led", {
      brokers: { 1: "ONLINE", 2: "ONLINE", 3: "OFFLINE" },
      groupsAreKnown: true,
      unknownOffsets: load.onlyOn(3),
      lags: load.expectedLags({ onlyOn: 3, because: "NO_LEADER" }),
    });
    await load.untilGapInChart();
  } finally {
    await docker("unpause", broker).catch(() => undefined);
    await docker("start", broker);
    await load.remove();
  }
}, 300_000);

test("after a destroy, data is not taken over by other numbers of servers, and by the right ones whole", async () => {
  const messages = await kafka.endOffset(topic);
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  const volumes = await stack.volumes();
  expect(volumes).toEqual([
    ...["kafka-data", "kafka-data-2", "kafka-data-3", "zookeeper-data", "zookeeper-logs"],
  ]);
  const [ofEnsemble, ofSurplus] = [
    ["zookeeper-data", "zookeeper-logs"],
    ["kafka-data-2", "kafka-data-3"],
  ].map((names) => names.map((name) => stack.prefix + name));
  stack.configure({ zookeepers: 3 });
  await expectRefused(
    `zookeepers is 3, but the data in ${ofEnsemble?.join(", ")} was made by an ensemble of 1`,
  );
  expect(await stack.containers()).toEqual([]);
  stack.configure({ zookeepers: 1, brokers: 1 });
  await expectRefused(
    `brokers is 1, but there is data of brokers above 1 in ${ofSurplus?.join(", ")}: their partitions would be missing. ` +
      "Set it to 3; or, if their partitions were moved away before, remove these volumes: " +
      `docker volume rm ${ofSurplus?.join(" ")};`,
  );
  expect(await stack.volumes()).toEqual(volumes);
  stack.configure({ brokers: 3 });
  await stack.up();
  expect(await kafka.endOffset(topic)).toBe(messages);
  const all = ["--from-beginning", "--max-messages", String(messages), "--timeout-ms", "60000"];
  const read = await kafka.tool("kafka-console-consumer", "--topic", topic, ...all);
  expect(read).toHaveLength(messages);
});

test("a broker's volume that is gone is missed before an empty one takes its place", async () => {
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  await docker("volume", "rm", `${stack.prefix}kafka-data`);
  const left = await stack.volumes();
  await expectRefused(
    `there is data of brokers in ${stack.prefix}kafka-data-2, ${stack.prefix}kafka-data-3, ` +
      `but none in ${stack.prefix}kafka-data: a broker that starts empty could make the others drop their replicas.`,
  );
  expect(await stack.volumes()).toEqual(left);
});
