import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { findCommand, mayInstall } from "../../scripts/setup/places";
import { until } from "../support/until";
import { Clients, type Running, type Script, type Totals } from "./support/clients";
import { attempt, docker, root, run } from "./support/command";
import { countRecords, type HeldRecord, kafkaClient, readTopic } from "./support/records";
import { freePorts, machineImages } from "./support/stack";

// The program in examples/typescript, as its README deploys it, with names and ports of this test, and the clients of the
// other examples on its platform. Each test stands on the ones before it.
const folder = mkdtempSync(path.join(tmpdir(), "examples-"));
const namePrefix = `examples-${process.pid}-`;
const configFile = path.join(folder, "config.yaml");
const environment = {
  PULUMI_BACKEND_URL: `file://${folder}`,
  PULUMI_CONFIG_PASSPHRASE: "test",
  PULUMI_STACK: "example",
  PULUMI_OPTION_CONFIG_FILE: configFile,
  PULUMI_SKIP_UPDATE_CHECK: "true",
};
const example = ["-C", path.join(root, "examples/typescript")];
const [topic, rejectedTopic] = ["vendas.pedido.criado", "vendas.pedido.rejeitado"];

const producers: readonly Script[] = [
  { language: "python", file: "kafka_python_producer.py" },
  { language: "python", file: "confluent_producer.py" },
  { language: "node", file: "producer.mjs" },
];

/** Each consumer, in a group and with a ledger of its own. */
const consumers = (
  [
    { language: "python", file: "kafka_python_consumer.py" },
    { language: "python", file: "kafka_python_service.py" },
    { language: "python", file: "confluent_consumer.py" },
    { language: "node", file: "consumer.mjs" },
  ] satisfies Script[]
).map((script) => ({
  script,
  group: `group-of-${script.file}`,
  ledger: path.join(folder, `${script.file}.ledger`),
}));
type Consumer = (typeof consumers)[number];
const running = new Map<Consumer, Running>();

let ports: { zookeeperPort: number; brokerPort: number };
let bootstrap: string;
let clients: Clients;

function configure(changes: Record<string, unknown>): void {
  const file = path.join(folder, "Pulumi.example.yaml");
  const salt = parse(readFileSync(file, "utf8")) as object;
  const config = Object.entries({ ...machineImages(), namePrefix, ...changes });
  const keys = config.map(([key, value]) => [`kafka-example:${key}`, value] as const);
  writeFileSync(configFile, stringify({ ...salt, config: Object.fromEntries(keys) }));
}

/** Runs all producers at the same time. */
function produce(count: number, runOf: (script: Script) => string, ...args: string[]) {
  return Promise.all(
    producers.map((script) =>
      clients.run(script, [String(count), "--run", runOf(script), ...args], {
        KAFKA_BOOTSTRAP: bootstrap,
      }),
    ),
  );
}

function start(consumer: Consumer): Running {
  const { script, group, ledger } = consumer;
  const env = { KAFKA_BOOTSTRAP: bootstrap, KAFKA_GROUP: group, LEDGER: ledger };
  const started = clients.start(script, env);
  running.set(consumer, started);
  return started;
}

/** The totals of the orders in the topic, each of them counted once. */
async function expectedTotals(): Promise<Totals> {
  const orders = new Map<string, { cliente: string; centavos: number }>();
  for (const { key = "", value } of await readTopic(bootstrap, topic)) {
    if (key.startsWith("malformed")) continue;
    orders.set(key, JSON.parse(String(value)) as { cliente: string; centavos: number });
  }
  const totals: Record<string, { pedidos: number; centavos: number }> = {};
  for (const { cliente, centavos } of orders.values()) {
    const total = (totals[cliente] ??= { pedidos: 0, centavos: 0 });
    total.pedidos += 1;
    total.centavos += centavos;
  }
  return totals;
}

const countOrders = (totals: Totals) =>
  Object.values(totals).reduce((sum, { pedidos }) => sum + pedidos, 0);

/** Waits until a consumer that runs has applied so many orders, and returns the totals. */
async function applied(consumer: Consumer, count: number): Promise<Totals> {
  const { script, ledger } = consumer;
  let totals: Totals = {};
  const enough = async () => {
    running.get(consumer)?.mustRun();
    totals = await clients.totals(script.language, ledger);
    return countOrders(totals) >= count;
  };
  const what = `${count} orders in the ledger of ${script.file}`;
  await until(enough, { what, everyMilliseconds: 500 }).catch((error: unknown) => {
    throw new Error(`${String(error)}; it printed:\n${running.get(consumer)?.output}`);
  });
  return totals;
}

beforeAll(async () => {
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: kafka-example\nruntime: nodejs\n");
  await run("pulumi", ["-C", folder, "stack", "init", "example"], environment);
  const first = await freePorts(2);
  ports = { zookeeperPort: first, brokerPort: first + 1 };
  bootstrap = `localhost:${ports.brokerPort}`;
  clients = await Clients.create();
});

afterAll(async () => {
  for (const each of running.values()) await each.end("SIGKILL");
  await attempt("pulumi", [...example, "destroy", "--yes", "--skip-preview"], environment);
  const left = await docker("volume", "ls", "--quiet", "--filter", `name=^${namePrefix}`);
  for (const volume of left) await docker("volume", "rm", volume);
  rmSync(folder, { recursive: true, force: true });
});

test("a component's invalid arguments fail the preview, all at once", async () => {
  configure({ ...ports, brokerPort: 70_000, zookeeperPort: 0 });
  const { status, output } = await attempt("pulumi", [...example, "preview"], environment);
  expect(status).not.toBe(0);
  expect(output).toContain(
    [
      "KafkaPlatform example has invalid arguments:",
      "zooKeeper.publishedPort must be a whole number from 1 to 65535",
      "brokers.publishedPort must be a whole number from 1 to 65535",
    ].join("\n      "),
  );
  expect(output).not.toMatch(/\.ts:\d+/);
});

test("another program deploys the platform with the components", async () => {
  configure(ports);
  await run("pulumi", [...example, "up", "--yes", "--skip-preview"], environment);
  const { stdout } = await run("pulumi", [...example, "stack", "output", "--json"], environment);
  const outputs = JSON.parse(stdout) as Record<string, unknown>;
  expect(outputs).toMatchObject({ bootstrap, smokeTest: { consumed: 100 } });
  const topics = await docker(
    ...["exec", `${namePrefix}kafka`, "kafka-topics", "--bootstrap-server", "kafka:9092", "--list"],
  );
  expect(topics).toEqual(expect.arrayContaining(outputs.names as string[]));
  const again = await run("pulumi", [...example, "preview", "--expect-no-changes"], environment);
  expect(again.status).toBe(0);
});

test("the dev stack has the topics of the examples", () => {
  const { config } = parse(readFileSync(path.join(root, "Pulumi.dev.yaml"), "utf8")) as {
    config: { "kafka-platform:topics": { name: string }[] };
  };
  const names = config["kafka-platform:topics"].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([topic, rejectedTopic]));
});

test("every producer delivers each order once, and all choose the same partition for a key", async () => {
  const results = await produce(100, () => "same");
  expect(results.map(({ status, stdout }) => [status, stdout])).toEqual(
    producers.map(() => [0, "100 orders acknowledged\n"]),
  );
  const held = await readTopic(bootstrap, topic);
  const keys = new Set(held.map(({ key }) => key));
  expect(keys.size).toBe(100);
  for (const key of keys) {
    const records = held.filter((each) => each.key === key);
    expect(records.map(({ value }) => JSON.parse(String(value)) as unknown)).toEqual(
      producers.map(() => expect.objectContaining({ pedido: key }) as unknown),
    );
    expect(new Set(records.map(({ partition }) => partition)).size).toBe(1);
  }
});

const withKcat = findCommand("kcat") !== undefined || mayInstall() ? test : test.skip;

withKcat("kcat's commands produce, consume and list", async () => {
  if (findCommand("kcat") === undefined) {
    const install = "apt-get -qq update && apt-get -qq install --yes --no-install-recommends kcat";
    await run("sh", ["-c", install]);
  }
  const readme = readFileSync(path.join(root, "examples/kcat/README.md"), "utf8");
  const commands = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text = ""]) =>
    text.replaceAll("localhost:29092", bootstrap),
  );
  expect(commands).toHaveLength(4);
  const outputs: string[] = [];
  for (const command of commands) outputs.push((await run("bash", ["-c", command])).stdout);
  const [list = "", , consumed = ""] = outputs;
  expect(list).toContain(`topic "${topic}" with 3 partitions`);
  const order = '{"pedido": "kcat-1", "cliente": "cliente-1", "centavos": 1990}';
  expect(consumed.split("\n").filter((line) => line.includes(`key kcat-1: ${order}`))).toHaveLength(
    1,
  );
});

test("every batch is compressed, and its producer idempotent", async () => {
  const files = [0, 1, 2].map((n) => `/var/lib/kafka/data/${topic}-${n}/${"0".repeat(20)}.log`);
  const lines = await docker(
    ...["exec", `${namePrefix}kafka`, "kafka-dump-log", "--files", files.join(",")],
  );
  const batches = lines.filter((line) => line.startsWith("baseOffset:"));
  expect(batches.length).toBeGreaterThanOrEqual(producers.length * 3);
  expect(batches.filter((line) => !/ producerId: \d+ /.test(line))).toEqual([]);
  // librdkafka leaves a record alone that compression would make larger.
  const several = batches.filter((line) => !line.includes(" count: 1 "));
  expect(several.length).toBeGreaterThanOrEqual(producers.length * 3);
  expect(several.filter((line) => !line.includes(" compresscodec: gzip "))).toEqual([]);
});

/** Records that are no orders, with the reason of their rejection. */
const notJson = "the value is not JSON in UTF-8";
const notWhole = "centavos must be a whole number from 0 to 9007199254740991";
const malformed: readonly (readonly [Buffer | string | null, string])[] = [
  ["not json", notJson],
  [Buffer.from([0x22, 0xff, 0x22]), notJson],
  [null, "the record has no value"],
  ["[]", "the value is not a JSON object"],
  ['{"pedido": "m", "cliente": "c", "centavos": 1.5}', notWhole],
  ['{"pedido": "m", "cliente": "c", "centavos": true}', notWhole],
  ['{"pedido": "m", "cliente": "c", "centavos": -1}', notWhole],
  ['{"pedido": "", "cliente": "c", "centavos": 1}', "pedido must be a text that is not empty"],
  ['{"pedido": "m", "cliente": 7, "centavos": 1}', "cliente must be a text that is not empty"],
];

test("a consumer that is killed and restarted applies every order once", async () => {
  const producer = kafkaClient(bootstrap).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (const [index, [value]] of malformed.entries()) {
    await producer.send({ topic, messages: [{ key: `malformed-${index}`, value }] });
  }
  await producer.disconnect();
  await produce(1_000, ({ file }) => file);
  const expected = await expectedTotals();
  await Promise.all(
    consumers.map(async (consumer) => {
      const first = start(consumer);
      const begun = () => (first.mustRun(), first.output.includes("orders so far"));
      await until(begun, { what: `${consumer.script.file} to begin`, everyMilliseconds: 5 });
      await first.end("SIGKILL");
      const totals = await clients.totals(consumer.script.language, consumer.ledger);
      expect([0, countOrders(expected)]).not.toContain(countOrders(totals));
      start(consumer);
      expect(await applied(consumer, countOrders(expected))).toEqual(expected);
    }),
  );
});

test("malformed records are among the dead letters, as they were, with the reason", async () => {
  const sources = (await readTopic(bootstrap, topic)).filter(({ key }) =>
    key?.startsWith("malformed"),
  );
  const reasonOf = ({ key }: HeldRecord) => malformed[Number(key?.split("-")[1])]?.[1];
  for (const { group } of consumers) {
    const expected = sources.map((source) => ({
      key: source.key,
      value: source.value,
      headers: {
        "dead-letter.reason": reasonOf(source),
        "dead-letter.topic": topic,
        "dead-letter.partition": String(source.partition),
        "dead-letter.offset": source.offset,
        "dead-letter.group": group,
      },
    }));
    const letters = await deadLetters(group, expected.length);
    // A consumer that was killed before its commit rejects a record again.
    const byKey = new Map(letters.map(({ key, value, headers }) => [key, { key, value, headers }]));
    expect([...byKey.values()]).toHaveLength(expected.length);
    expect([...byKey.values()]).toEqual(expect.arrayContaining(expected));
  }
});

async function deadLetters(group: string, count: number): Promise<HeldRecord[]> {
  let letters: HeldRecord[] = [];
  const enough = async () => {
    letters = (await readTopic(bootstrap, rejectedTopic)).filter(
      ({ headers }) => headers["dead-letter.group"] === group,
    );
    return new Set(letters.map(({ key }) => key)).size >= count;
  };
  await until(enough, { what: `${count} dead letters of ${group}`, everyMilliseconds: 500 });
  return letters;
}

test("producers and consumers ride out a restart of the broker", async () => {
  const before = await countRecords(bootstrap, topic);
  const run = ({ file }: Script) => `restart-${file}`;
  const producing = produce(1_200, run, "--per-second", "100");
  const begun = async () => (await countRecords(bootstrap, topic)) > before + 600;
  await until(begun, { what: "the producers to begin", everyMilliseconds: 500 });
  await docker("restart", `${namePrefix}kafka`);
  const results = await producing;
  expect(results.flatMap(({ status, output }) => (status === 0 ? [] : [output]))).toEqual([]);
  expect(results.map(({ status, stdout }) => [status, stdout])).toEqual(
    producers.map(() => [0, "1200 orders acknowledged\n"]),
  );
  const added = (await readTopic(bootstrap, topic)).filter(({ key }) => key?.startsWith("restart"));
  expect(added).toHaveLength(producers.length * 1_200);
  expect(new Set(added.map(({ key }) => key)).size).toBe(added.length);
  for (const script of producers) {
    for (const partition of [0, 1, 2]) {
      const held = added.filter((each) => each.partition === partition);
      const keys = held.flatMap(({ key }) => (key?.startsWith(run(script)) ? [key] : []));
      expect(keys).toEqual([...keys].sort());
    }
  }
  const expected = await expectedTotals();
  await Promise.all(
    consumers.map(async (consumer) => {
      expect(await applied(consumer, countOrders(expected))).toEqual(expected);
    }),
  );
});

test("a consumer stops while no message arrives, with all offsets committed", async () => {
  const admin = kafkaClient(bootstrap).admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  const uncommitted = async ({ group }: Consumer) => {
    const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    const offsets = new Map(committed?.partitions.map((each) => [each.partition, each.offset]));
    return ends.filter(({ partition, high }) => offsets.get(partition) !== high);
  };
  for (const consumer of consumers) {
    const { file } = consumer.script;
    const each = running.get(consumer);
    // After the restart of the broker it may read again, without effect, what it had not committed.
    const allCommitted = async () => {
      each?.mustRun();
      return (await uncommitted(consumer)).length === 0;
    };
    const what = `${file} to commit all offsets`;
    await until(allCommitted, { what, everyMilliseconds: 500 }).catch((error: unknown) => {
      throw new Error(`${String(error)}; it printed:\n${each?.output}`);
    });
    const stopping = Date.now();
    const signal = file.includes("service") ? "SIGINT" : "SIGTERM";
    expect([file, await each?.end(signal)]).toEqual([file, 0]);
    const seconds = ((Date.now() - stopping) / 1000).toFixed(1);
    console.log(`${file} stopped ${seconds} s after ${signal}`);
    expect([file, await uncommitted(consumer)]).toEqual([file, []]);
    const { members } = (await admin.describeGroups([consumer.group])).groups[0] ?? {};
    expect([file, members]).toEqual([file, []]);
  }
  await admin.disconnect();
});

test("a consumer stops while the broker is away", async () => {
  const admin = kafkaClient(bootstrap).admin();
  await admin.connect();
  for (const consumer of consumers) start(consumer);
  const joined = async () => {
    const { groups } = await admin.describeGroups(consumers.map(({ group }) => group));
    return groups.every(({ state, members }) => state === "Stable" && members.length === 1);
  };
  await until(joined, { what: "the consumers to join their groups", everyMilliseconds: 500 });
  await admin.disconnect();
  await docker("stop", `${namePrefix}kafka`);
  await Promise.all(
    consumers.map(async (consumer) => {
      const stopping = Date.now();
      const each = running.get(consumer);
      const code = await each?.end("SIGTERM");
      const seconds = ((Date.now() - stopping) / 1000).toFixed(1);
      console.log(`${consumer.script.file} stopped ${seconds} s after SIGTERM, without a broker`);
      if (code !== 0)
        throw new Error(`${consumer.script.file} ended with ${code}: ${each?.output}`);
    }),
  );
});

test("a producer gives up at its deadline and says so", async () => {
  const unused = `localhost:${await freePorts(1)}`;
  const env = { KAFKA_BOOTSTRAP: unused, KAFKA_DEADLINE_SECONDS: "3" };
  for (const script of producers) {
    const { status, output } = await clients.run(script, ["3"], env);
    if (status !== 1) throw new Error(`${script.file} ended with ${status}: ${output}`);
    expect(output).toMatch(/were not acknowledged: |: not done after 3 s|localhost:\d+, topic /);
  }
});

test.each<[Script["language"], string]>([
  ["python", "'soon'"],
  ["node", '"soon"'],
])("an invalid setting ends the examples in %s with a message", async (language, shown) => {
  for (const script of [...producers, ...consumers.map((each) => each.script)]) {
    if (script.language !== language) continue;
    const { status, output } = await clients.run(script, [], { KAFKA_DEADLINE_SECONDS: "soon" });
    expect([status, output]).toEqual([
      1,
      `KAFKA_DEADLINE_SECONDS is ${shown}; must be a whole number from 2 to 3600\n`,
    ]);
  }
});

test("the program removes the platform, and keeps its data", async () => {
  await run("pulumi", [...example, "destroy", "--yes", "--skip-preview"], environment);
  const left = await docker("ps", "--all", "--quiet", "--filter", `name=^${namePrefix}`);
  expect(left).toEqual([]);
  const volumes = await docker("volume", "ls", "--quiet", "--filter", `name=^${namePrefix}`);
  expect(volumes.map((name) => name.slice(namePrefix.length)).sort()).toEqual([
    "kafka-data",
    "zookeeper-data",
    "zookeeper-logs",
  ]);
});
