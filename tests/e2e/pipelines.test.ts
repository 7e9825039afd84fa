import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { until } from "../support/until";
import { attempt, docker, root, run } from "./support/command";
import { TestPipelines } from "./support/pipelines";
import { countRecords, kafkaClient, readTopic } from "./support/records";
import { TestStack } from "./support/stack";
import { StoredFiles } from "./support/stored-files";

// One platform with all pipelines on it. Each test stands on the ones before it.
let platform: TestStack;
let pipelines: TestPipelines;
let bootstrap: string;
let stored: StoredFiles;
/** Messages of `meu-topico` that can be read, so far. */
let sent = 0;
/** Those of them that the broker removed before they were read: they have names, and are not in `sent`. */
let lost = 0;

const topic = "meu-topico";
const rejected = "lab.mensagem.rejeitada";
const changesTopic = "cadastro.cliente.atualizado";
const patience = { seconds: 120, everyMilliseconds: 1000 };

beforeAll(async () => {
  platform = await TestStack.create("e2e-pipelines", {
    kafkaUi: false,
    smokeTest: false,
    brokerHeapMiB: 512,
    brokerSettings: { "auto.create.topics.enable": false },
    topics: [{ name: topic, partitions: 3 }],
    topicNaming: "off",
    topicsFile: "pipelines/topics.yaml",
  });
  await platform.up();
  bootstrap = String((await platform.outputs()).bootstrap);
  pipelines = await TestPipelines.create(platform, {
    ...{ triggerSeconds: 3, batchMinutes: 1, windowSeconds: 10, lateSeconds: 30 },
    sparkMemoryMiB: 640,
    // Its lines go through the streaming job into bronze.
    ordersTopic: topic,
    // pipelines-prefect.test.ts has it.
    prefect: false,
  });
  stored = new StoredFiles(pipelines.container("object-store"));
});

afterAll(async () => {
  // If the platform did not come up, there are none.
  await (pipelines as TestPipelines | undefined)?.remove();
  await platform.remove();
});

/** Sends messages that can be read, with keys that repeat, and a further field in those that have one. */
async function send(count: number, fields: object = {}, at = new Date()): Promise<void> {
  const producer = kafkaClient(bootstrap).producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const messages = Array.from({ length: count }, (_, index) => ({
    key: `k${index % 10}`,
    value: JSON.stringify({
      ...{ chave: `m${sent + lost + index}`, timestamp: at.toISOString() },
      ...fields,
    }),
  }));
  await producer.send({ topic, messages });
  await producer.disconnect();
  sent += count;
}

function deadLetter(reason: unknown, from: string, partition: unknown, offset: unknown) {
  const headers = { reason, topic: from, partition, offset };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      `dead-letter.${name}`,
      typeof value === "number" ? String(value) : value,
    ]),
  );
}

/** Rows of the bronze table, and how many different messages and places they are. */
async function bronze() {
  const [row] = await pipelines.ask(
    "SELECT count(*) AS rows, count(DISTINCT chave) AS messages, " +
      "count(DISTINCT partition * 1000000 + offset) AS places FROM bronze",
  );
  return row;
}

/** Waits until bronze has every message that was sent; it must then have each once. */
async function arrived(): Promise<void> {
  const what = `${sent} messages in bronze`;
  await until(async () => Number((await bronze())?.rows) >= sent, { what, ...patience });
  expect(await bronze()).toEqual({ rows: sent, messages: sent, places: sent });
}

test("without the topics that they need, nothing is deployed, and each is named", async () => {
  const { status, output } = await pipelines.attempt("preview");
  expect(status).not.toBe(0);
  expect(output).toContain(
    "kafka-pipelines:changesTopic is cadastro.cliente.atualizado, which the stack " +
      "organization/kafka-platform/e2e-pipelines does not declare; add it to its topics as in Pulumi.dev.yaml or " +
      "pipelines/topics.yaml, and run `make up STACK=e2e-pipelines`",
  );
  expect(await platform.containers()).toEqual(["kafka", "zookeeper"]);
  platform.configure({
    topics: [
      { name: topic, partitions: 3 },
      { name: "vendas.pedido.rejeitado", partitions: 3 },
      { name: "vendas.pagamento.aprovado", partitions: 3 },
      {
        name: "cadastro.cliente.atualizado",
        partitions: 3,
        config: { "cleanup.policy": "compact" },
      },
    ],
  });
  await platform.up();
});

test("they come up, and a second up changes nothing", async () => {
  const { seconds } = await pipelines.up();
  console.log(`up of all pipelines: ${seconds.toFixed(1)} s`);
  const { stdout } = await pipelines.pulumi("preview", "--json");
  const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
  expect(steps.filter(({ op }) => op !== "same" && op !== "read")).toEqual([]);
});

test("each message is in bronze once, and what cannot be read in its topic with the reason", async () => {
  const malformed: [value: string | null, reason: string][] = [
    [null, "it has no value"],
    ["not JSON", "it is not a JSON object"],
    ["[1]", "it is not a JSON object"],
    ['{"timestamp":"2025-05-14T12:00:00"}', "chave is missing"],
    ['{"chave":"a"}', "timestamp is missing"],
    ['{"chave":"a","timestamp":"yesterday"}', "timestamp must be like 2025-05-14T12:00:00"],
    ['{"chave":"a","timestamp":"T12:00"}', "timestamp must be like 2025-05-14T12:00:00"],
    ['{"chave":"a","timestamp":"1850-01-01T00:00:00"}', "timestamp is before 1970"],
    [
      '{"chave":"a","timestamp":"9999-12-31T00:00:00"}',
      "timestamp is more than a day after the message",
    ],
  ];
  const producer = kafkaClient(bootstrap).producer();
  await producer.connect();
  const messages = malformed.map(([value]) => ({ key: "bad", value, partition: 0 }));
  await producer.send({ topic, messages });
  await producer.disconnect();
  await send(1000);
  await arrived();
  const what = "rejected messages";
  const enough = async () => (await countRecords(bootstrap, rejected)) >= malformed.length;
  await until(enough, { what, ...patience });
  const found = (await readTopic(bootstrap, rejected)).map(({ key, value, headers }) => ({
    ...{ key, value: value?.toString() ?? null, headers },
  }));
  const expected = malformed.map(([value, reason], offset) => ({
    ...{ key: "bad", value, headers: deadLetter(reason, topic, 0, offset) },
  }));
  expect(found).toHaveLength(expected.length);
  expect(found).toEqual(expect.arrayContaining(expected));
});

/** Puts another version of the streaming job's program in its container, which must be stopped. */
async function changeProgram(changes: readonly (readonly [from: string, to: string])[]) {
  const program = changes.reduce(
    (text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    },
    readFileSync(path.join(root, "pipelines/spark/streaming.py"), "utf8"),
  );
  const folder = mkdtempSync(path.join(tmpdir(), "e2e-spark-"));
  const file = path.join(folder, "streaming.py");
  writeFileSync(file, program, { mode: 0o644 });
  const place = "/opt/pipelines/streaming.py";
  await docker("cp", file, `${pipelines.container("streaming-job")}:${place}`);
  rmSync(folder, { recursive: true });
}

test("the streaming job is killed while it writes, gets a new column, and every message is there once", async () => {
  const before = sent;
  await send(2000);
  const what = "the first of them in bronze";
  await until(async () => Number((await bronze())?.rows) > sent - 2000, { what, ...patience });
  await send(2000);
  await docker("kill", pipelines.container("streaming-job"));
  // As docs/pipelines.md says.
  const field = 'StructField("timestamp", StringType(), True),';
  const column = 'f.col("data.chave").alias("chave"),';
  await changeProgram([
    [field, `${field}\n        StructField("cidade", StringType(), True),`],
    [column, `${column}\n        f.col("data.cidade").alias("cidade"),`],
  ]);
  await send(2000, { cidade: "Recife" });
  await docker("start", pipelines.container("streaming-job"));
  await arrived();
  const cities = await pipelines.ask(
    "SELECT cidade, count(*) AS rows FROM bronze GROUP BY cidade ORDER BY rows",
  );
  expect(cities).toEqual([
    { cidade: "Recife", rows: 2000 },
    { cidade: null, rows: before + 4000 },
  ]);
});

/** What the streaming job has written to its log since a time in seconds. */
async function logSince(seconds: number, host = "streaming-job"): Promise<string> {
  const container = pipelines.container(host);
  const { output } = await run("docker", ["logs", "--since", String(seconds), container]);
  return output;
}

/** Waits until the last lines of a log, as `docker logs --tail 5` prints them, match. */
async function says(line: RegExp, since: number, host = "streaming-job"): Promise<void> {
  const container = pipelines.container(host);
  const options = ["logs", "--tail", "5", "--since", String(since), container];
  const isSaid = async () => line.test((await run("docker", options)).output);
  await until(isSaid, { what: `${line.source} in the log`, ...patience });
}

const now = () => Date.now() / 1000;

test("without the object store the job says so, commits nothing, and goes on when it is back, naming what Kafka removed", async () => {
  const commits = async () => ({
    bronze: await stored.names("bronze/streaming/meu-topico/_delta_log"),
    batches: await stored.names("bronze/checkpoints/kafka_bronze/commits"),
  });
  // Every batch that has begun ends: nothing is sent meanwhile.
  const batches = async () =>
    (await stored.names("bronze/checkpoints/kafka_bronze/offsets")).at(-1);
  const isIdle = async () => (await commits()).batches.at(-1) === (await batches());
  await until(isIdle, { what: "the end of the last batch", ...patience });
  const before = await commits();
  const away = now();
  await docker("stop", pipelines.container("object-store"));
  await send(500);
  await says(
    /^waiting: bucket bronze of the object store at http:\/\/object-store:8333 cannot be used; nothing is read or committed: /m,
    away,
  );
  expect(await logSince(away)).not.toMatch(/^\s+at |Traceback/m);
  // As retention does.
  const admin = kafkaClient(bootstrap).admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  const [{ partition, high }] = [...offsets].sort((a, b) => Number(b.high) - Number(a.high)) as [
    (typeof offsets)[number],
  ];
  const removed = 20;
  const ofPartition = `SELECT max("offset") + 1 AS next FROM bronze WHERE partition = ${partition}`;
  await docker("pause", pipelines.container("streaming-job"));
  const back = now();
  await docker("start", pipelines.container("object-store"));
  const answers = () =>
    commits().then(
      () => true,
      () => false,
    );
  await until(answers, { what: "the object store", ...patience });
  expect(await commits()).toEqual(before);
  const asked = () => pipelines.ask(ofPartition).catch(() => []);
  await until(async () => (await asked()).length > 0, { what: "the tables", ...patience });
  const first = Number((await asked())[0]?.next);
  expect(Number(high)).toBeGreaterThan(first + removed);
  const gone = [{ partition, offset: String(first + removed) }];
  await admin.deleteTopicRecords({ topic, partitions: gone });
  await admin.disconnect();
  await docker("unpause", pipelines.container("streaming-job"));
  sent -= removed;
  lost += removed;
  await arrived();
  expect(await logSince(back)).toContain(
    `missing: ${removed} messages of ${topic}, partition ${partition}, offsets ${first} to ${first + removed - 1}: ` +
      "Kafka removed them (retention.ms, retention.bytes) before they were read",
  );
});

test("the view of both layers counts every message once, whichever layer has it", async () => {
  const view = async () => {
    const [row] = await pipelines.ask(
      "SELECT sum(mensagens) AS messages, count(DISTINCT camada) AS layers FROM contagens",
    );
    return { messages: Number(row?.messages), layers: Number(row?.layers) };
  };
  // Too late for silver, whose watermark is behind the newest message by `lateSeconds`.
  const late = new Date(Date.now() - 3_600_000);
  await send(10, {}, late);
  await arrived();
  const counted = async () => {
    const [row] = await pipelines.ask("SELECT sum(mensagens) AS messages FROM gold");
    return Number(row?.messages ?? 0) === sent;
  };
  await until(counted, { what: "all windows in the batch layer", ...patience, seconds: 180 });
  expect(await view()).toEqual({ messages: sent, layers: 1 });
  const ofLate = `WHERE window_start < to_timestamp('${new Date(late.getTime() + 60_000).toISOString()}')`;
  const countOf = async (table: string) =>
    Number((await pipelines.ask(`SELECT count(*) AS n FROM ${table} ${ofLate}`))[0]?.n);
  expect([await countOf("silver"), await countOf("contagens")]).toEqual([0, 10]);
  await send(100);
  const joined = async () => (await view()).messages === sent;
  await until(joined, { what: "the newest windows from the streaming layer", ...patience });
  expect(await view()).toEqual({ messages: sent, layers: 2 });
});

test("lines of a file are followed through NiFi, Kafka and Spark into bronze, and counted at each stage", async () => {
  const before = await countRecords(bootstrap, topic);
  const lines = Array.from({ length: 500 }, (_, index) => {
    const id = `m${sent + lost + index}`;
    return JSON.stringify({ pedido: id, chave: id, timestamp: new Date().toISOString() });
  });
  const folder = mkdtempSync(path.join(tmpdir(), "e2e-nifi-"));
  const file = path.join(folder, "pedidos.jsonl");
  writeFileSync(file, [...lines, "not an order"].join("\n"));
  await docker("cp", file, `${pipelines.container("nifi")}:/home/nifi/pedidos.jsonl`);
  rmSync(folder, { recursive: true });
  const inKafka = async () => (await countRecords(bootstrap, topic)) - before;
  await until(async () => (await inKafka()) >= 500, { what: "500 orders in Kafka", ...patience });
  sent += 500;
  await arrived();
  expect(await inKafka()).toBe(500);
  const rejectedOrders = "vendas.pedido.rejeitado";
  const isThere = async () => (await countRecords(bootstrap, rejectedOrders)) >= 1;
  await until(isThere, { what: "the rejected line", ...patience });
  const refused = await readTopic(bootstrap, rejectedOrders);
  expect(refused.map(({ value }) => value?.toString())).toEqual(["not an order"]);
  expect(refused[0]?.headers["dead-letter.reason"]).toMatch(/./);
});

test("messages come back through NiFi as files", async () => {
  const producer = kafkaClient(bootstrap).producer();
  await producer.connect();
  const messages = Array.from({ length: 20 }, (_, index) => ({ value: `payment ${index}` }));
  await producer.send({ topic: "vendas.pagamento.aprovado", messages });
  await producer.disconnect();
  const list = ["exec", pipelines.container("nifi"), "bash", "-c", "cat /home/nifi/out/* && true"];
  const written = async () => {
    const { stdout } = await attempt("docker", list);
    return stdout.match(/payment \d+/g) ?? [];
  };
  await until(async () => (await written()).length >= 20, { what: "20 files", ...patience });
  expect([...(await written())].sort()).toEqual(messages.map(({ value }) => value).sort());
});

/** Runs SQL on the database, and returns the lines of the result. */
async function sql(text: string): Promise<string[]> {
  const args = ["psql", "-U", "lab", "-d", "lab", "-At", "-v", "ON_ERROR_STOP=1", "-c", text];
  return docker("exec", pipelines.container("postgres"), ...args);
}

const rows = "SELECT id, nome, cidade, limite_centavos FROM cliente ORDER BY id";
const copied =
  "SELECT id, nome, cidade, limite_centavos FROM cliente_copia WHERE NOT apagado ORDER BY id";

/** Waits until the copy has every row of the table, and no other. */
async function inSync(): Promise<void> {
  const isSame = async () => (await sql(copied)).join() === (await sql(rows)).join();
  await until(isSame, { what: "the copy of the table", ...patience });
}

test("inserted, changed and deleted rows reach the copy of the table", async () => {
  await sql(
    "INSERT INTO cliente SELECT i, 'nome ' || i, 'Recife', i * 100 FROM generate_series(1, 200) i",
  );
  await sql("UPDATE cliente SET cidade = 'Olinda' WHERE id <= 100");
  await sql("DELETE FROM cliente WHERE id > 190");
  await inSync();
  const keys = (await readTopic(bootstrap, "cadastro.cliente.atualizado")).map(({ key }) => key);
  expect(keys).toContain('{"id":1}');
});

test("Connect is killed amid changes: none is lost, none is applied twice", async () => {
  const changes = 300;
  const before = Number((await sql("SELECT sum(mudancas) FROM cliente_copia"))[0]);
  const captured = await countRecords(bootstrap, changesTopic);
  let done = 0;
  const changing = (async () => {
    for (; done < changes; done += 10) {
      await sql(`UPDATE cliente SET limite_centavos = limite_centavos + 1 WHERE id <= 10`);
    }
  })();
  const some = async () => (await countRecords(bootstrap, changesTopic)) > captured;
  await until(some, { what: "the first changes in the topic", ...patience, everyMilliseconds: 50 });
  await docker("kill", pipelines.container("connect"));
  expect(done).toBeLessThan(changes);
  await docker("start", pipelines.container("connect"));
  await changing;
  await inSync();
  const after = Number((await sql("SELECT sum(mudancas) FROM cliente_copia"))[0]);
  expect(after - before).toBe(changes);
});

test("without PostgreSQL the copy says so in one line, and goes on when it is back", async () => {
  const away = now();
  await docker("stop", pipelines.container("postgres"));
  await says(/^ended: PostgreSQL at postgres:5432 cannot be used: \w+: ./m, away, "table-copy");
  expect(await logSince(away, "table-copy")).not.toContain("Traceback");
  await docker("start", pipelines.container("postgres"));
  const update = "UPDATE cliente SET nome = 'Lia' WHERE id = 4";
  await until(async () => (await sql(update).catch(() => [])).length > 0, {
    ...{ what: "PostgreSQL", ...patience },
  });
  await inSync();
});

const row = { id: 1, nome: "a", cidade: "b", limite_centavos: 1 };
const change = (after: object, lsn: unknown = 1) => ({
  ...{ op: "u", after, source: { lsn, ts_ms: 1 } },
});

test("a change whose position is behind that of the row is applied if it is later, as after a new database", async () => {
  const ahead = 9e15;
  const producer = kafkaClient(bootstrap).producer();
  await producer.connect();
  const value = JSON.stringify(change({ ...row, id: 3 }, ahead));
  await producer.send({ topic: changesTopic, messages: [{ key: '{"id":3}', value }] });
  await producer.disconnect();
  const position = async () => (await sql("SELECT lsn FROM cliente_copia WHERE id = 3"))[0];
  const isAhead = async () => (await position()) === String(ahead);
  await until(isAhead, { what: "the change of the other database", ...patience });
  await sql("UPDATE cliente SET nome = 'Rui' WHERE id = 3");
  await inSync();
});

/** What is not a change, and the beginning of the reason. */
const poison = [
  ["not JSON", "it is not JSON"],
  ["[".repeat(100_000), "it is not JSON"],
  ["[]", "it is not a change of Debezium"],
  [JSON.stringify(change(row)).replace(":1}}", ":1e999}}"), "it is not a change of Debezium"],
  [JSON.stringify(change({ ...row, nome: {} })), "nome of its row is not str"],
  [JSON.stringify(change({ ...row, id: true })), "id of its row is not int"],
  [JSON.stringify(change({ ...row, id: 1e30 })), "id of its row is not int"],
  [JSON.stringify(change({ ...row, nome: "a\u0000" }, 1e15)), "PostgreSQL text"],
] as const;

test("what is not a change goes to its topic with the reason, and the next ones are applied", async () => {
  const producer = kafkaClient(bootstrap).producer();
  await producer.connect();
  await producer.send({
    topic: "cadastro.cliente.atualizado",
    messages: poison.map(([value]) => ({ key: "bad", value })),
  });
  await producer.disconnect();
  await sql("UPDATE cliente SET nome = 'Ana' WHERE id = 1");
  await inSync();
  const rejectedChanges = "cadastro.cliente.rejeitado";
  const enough = async () => (await countRecords(bootstrap, rejectedChanges)) >= poison.length;
  await until(enough, { what: "rejected changes", ...patience });
  const found = await readTopic(bootstrap, rejectedChanges);
  const expected = poison.map(([value, reason]) => ({
    value,
    headers: deadLetter(
      expect.stringContaining(reason),
      "cadastro.cliente.atualizado",
      expect.stringMatching(/^\d$/),
      expect.stringMatching(/^\d+$/),
    ),
  }));
  const values = found.map(({ value, headers }) => ({ value: value?.toString(), headers }));
  expect(values).toHaveLength(expected.length);
  expect(values).toEqual(expect.arrayContaining(expected));
});

test("the streaming job has merged the small files of bronze by itself", async () => {
  const log = "bronze/streaming/meu-topico/_delta_log";
  const optimized = async () =>
    (await stored.texts(log, /\d+\.json$/)).filter((text) =>
      text.includes('"operation":"OPTIMIZE"'),
    );
  for (let batch = 0; (await optimized()).length === 0 && batch < 20; batch += 1) {
    await send(30);
    await arrived();
  }
  expect((await optimized()).join()).toContain('"auto":true');
  await arrived();
});

test("without the brokers the job says so; a topic that is created again is read from its beginning", async () => {
  const away = now();
  await docker("stop", pipelines.container("kafka"));
  await says(/^waiting: the brokers at kafka:\d+ cannot be reached; nothing is read: /m, away);
  expect(await logSince(away)).not.toMatch(/^\s+at |Traceback/m);
  await docker("start", pipelines.container("kafka"));
  const admin = kafkaClient(bootstrap).admin();
  await until(
    () =>
      admin.connect().then(
        () => true,
        () => false,
      ),
    { what: "the broker", ...patience },
  );
  const deleted = now();
  await admin.deleteTopics({ topics: [topic] });
  await says(
    /^waiting: the topic meu-topico is not on the brokers at kafka:\d+; add it to /m,
    deleted,
  );
  // It exists for as long as its deletion takes.
  const isCreated = () => admin.createTopics({ topics: [{ topic, numPartitions: 3 }] });
  await until(isCreated, { what: `${topic} to be created`, ...patience });
  // A broker may not know the leaders of a topic yet that it has just created.
  const hasLeaders = () =>
    admin.fetchTopicMetadata({ topics: [topic] }).then(
      ({ topics: [only] }) => only?.partitions.length === 3,
      () => false,
    );
  await until(hasLeaders, { what: `leaders of ${topic}`, ...patience });
  await admin.disconnect();
  await send(100);
  const rows = async () => Number((await bronze())?.rows);
  await until(async () => (await rows()) >= sent, { what: "the new topic in bronze", ...patience });
  expect(await bronze()).toMatchObject({ rows: sent, messages: sent });
  expect(await logSince(deleted)).toContain(
    "missing: the topic meu-topico was deleted and created again; what had not been read of the old one is gone, " +
      "and the new one is read from its beginning",
  );
});

test("the status counts rows and says that the connector runs", async () => {
  const output = await pipelines.wellStatus();
  expect(output).toMatch(new RegExp(`^Rows +bronze ${sent}, gold \\d+, silver \\d+$`, "m"));
  expect(output).toMatch(/^Connector +cliente: RUNNING, RUNNING$/m);
});

test("a connector that is deleted and a flow that is stopped elsewhere are seen by a refresh, and set back", async () => {
  const { connect, nifi } = await pipelines.outputs();
  const connector = `http://${connect?.address}/connectors/cliente`;
  const groups = `http://${nifi?.address}/nifi-api/flow/process-groups`;
  interface Root {
    readonly processGroupFlow: { readonly flow: { readonly processGroups: readonly Flow[] } };
  }
  interface Flow {
    readonly id: string;
    readonly runningCount: number;
    readonly stoppedCount: number;
  }
  const flow = async () => {
    const root = (await (await fetch(`${groups}/root`)).json()) as Root;
    const [only] = root.processGroupFlow.flow.processGroups;
    if (!only) throw new Error("NiFi has no flow");
    return only;
  };
  const { id, runningCount } = await flow();
  expect(runningCount).toBeGreaterThan(0);
  expect((await fetch(connector, { method: "DELETE" })).status).toBe(204);
  const stop = { method: "PUT", headers: { "content-type": "application/json" } };
  const body = JSON.stringify({ id, state: "STOPPED" });
  expect((await fetch(`${groups}/${id}`, { ...stop, body })).status).toBe(200);
  const preview = await pipelines.attempt("preview", "--refresh", "--expect-no-changes", "--diff");
  expect(preview.status).not.toBe(0);
  expect(preview.output).toContain("+ kafka-platform:pipelines:Connector: (create)");
  expect(preview.output).toMatch(/standstill *: "[^"]*Stopped/i);
  await pipelines.pulumi("up", "--refresh", "--yes", "--skip-preview");
  expect((await fetch(connector)).status).toBe(200);
  expect(await flow()).toMatchObject({ id, runningCount, stoppedCount: 0 });
  const again = await pipelines.attempt("preview", "--refresh", "--expect-no-changes", "--diff");
  expect(again).toMatchObject({ status: 0 });
  await sql("UPDATE cliente SET nome = 'Eva' WHERE id = 2");
  await inSync();
});

test("no password is shown, and the platform is not destroyed below them", async () => {
  const { stdout } = await pipelines.pulumi("stack", "output", "--json");
  const { objectStore, postgres } = await pipelines.outputs();
  for (const secret of [objectStore.secretKey, postgres?.password ?? ""]) {
    expect(secret.length).toBeGreaterThan(16);
    expect(stdout).not.toContain(secret);
  }
  const containers = (await platform.containers()).map((host) => pipelines.container(host));
  const inspected = (await docker("inspect", ...containers)).join("\n");
  expect(inspected).toContain("S3_ENDPOINT=");
  for (const secret of [objectStore.secretKey, objectStore.accessKey, postgres?.password ?? ""]) {
    expect(inspected).not.toContain(secret);
  }
  const { status, output } = await platform.make("scripts/stack/destroy.ts");
  expect(status).not.toBe(0);
  expect(output).toContain(
    "Nothing was destroyed: containers that are not this stack's are on its network",
  );
});

test("after a restart of the broker a second up changes nothing, and changes still flow", async () => {
  await docker("restart", pipelines.container("kafka"));
  const { output } = await pipelines.up();
  expect(output).toMatch(/Resources:\s+\d+ unchanged/);
  await sql("UPDATE cliente SET nome = 'Ana' WHERE id = 1");
  await inSync();
  expect(await sql("SELECT nome FROM cliente_copia WHERE id = 1")).toEqual(["Ana"]);
});

test("data of pipelines that are deployed is not removed", async () => {
  const { status, output } = await pipelines.make("remove-data");
  expect(status).not.toBe(0);
  expect(output).toContain(
    "The stack e2e-pipelines is deployed, or was not destroyed completely: run " +
      "`make pipelines-destroy STACK=e2e-pipelines` first.",
  );
});

test("destroy, interrupted and run again, removes them, and keeps the data for the next up", async () => {
  const left = async () => {
    const { stdout } = await pipelines.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: unknown[] } };
    return deployment.resources?.length ?? 0;
  };
  const all = await left();
  const destroy = ["destroy", "--yes", "--skip-preview"];
  const isBegun = (output: string) => Promise.resolve(output.includes(" deleted ("));
  // Pulumi 3.259 then claims, with exit code 0, that all is deleted.
  await pipelines.interrupt(destroy, isBegun);
  const some = await left();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await pipelines.pulumi(...destroy);
  expect(await left()).toBe(0);
  expect(await platform.containers()).toEqual(["kafka", "zookeeper"]);
  expect(await platform.volumes()).toEqual([
    "kafka-data",
    ...["conf", "content", "data", "database", "flowfile", "provenance", "state"].map(
      (each) => `nifi-${each}`,
    ),
    ...["object-store-data", "postgres-data", "zookeeper-data", "zookeeper-logs"],
  ]);
});

test("the next up takes the data over, with new passwords", async () => {
  pipelines.configure({ batchJob: false, streamingJob: false });
  const { seconds } = await pipelines.up();
  console.log(`up with the data of the last one, without Spark: ${seconds.toFixed(1)} s`);
  expect(await sql("SELECT nome FROM cliente_copia WHERE id = 1")).toEqual(["Ana"]);
  await sql("UPDATE cliente SET nome = 'Bia' WHERE id = 1");
  await inSync();
});

test("a new database below the old positions: its rows and its changes reach the copy", async () => {
  const [database, volume] = [
    pipelines.container("postgres"),
    pipelines.container("postgres-data"),
  ];
  await docker("rm", "-f", database);
  await docker("volume", "rm", volume);
  await pipelines.pulumi("up", "--refresh", "--yes", "--skip-preview");
  await sql("INSERT INTO cliente VALUES (1, 'Nova', 'Recife', 0)");
  await inSync();
  await sql("UPDATE cliente SET nome = 'Ivo' WHERE id = 1");
  await inSync();
  // Where the position is not in the log any more, all rows are read again.
  await docker("stop", pipelines.container("connect"));
  await sql("SELECT pg_drop_replication_slot('lab_cliente')");
  await sql("INSERT INTO cliente VALUES (2, 'Lia', 'Olinda', 0)");
  await docker("start", pipelines.container("connect"));
  await inSync();
});

test("their data is removed once somebody confirms, and the platform's stays", async () => {
  await pipelines.pulumi("destroy", "--yes", "--skip-preview");
  const stays = ["kafka-data", "zookeeper-data", "zookeeper-logs"];
  const volumes = await platform.volumes();
  const refused = await pipelines.make("remove-data");
  expect(refused.status).not.toBe(0);
  for (const name of volumes.filter((each) => !stays.includes(each))) {
    expect(refused.output).toMatch(new RegExp(`volume ${platform.prefix}${name}, [\\d.]+ [kM]?B`));
  }
  expect(refused.output).toContain("The data of the pipelines and of the platform belong together");
  expect(refused.output).toContain(
    "`make pipelines-remove-data STACK=e2e-pipelines YES=e2e-pipelines` to confirm",
  );
  expect(await platform.volumes()).toEqual(volumes);
  pipelines.setEnvironment({ YES: "e2e-pipelines" });
  const { status, output } = await pipelines.make("remove-data");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(await platform.volumes()).toEqual(stays);
});
