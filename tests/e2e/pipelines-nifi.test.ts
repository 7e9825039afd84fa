import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Entity, NiFi } from "../../provider/pipelines/nifi";
import { nifiFlowHandler } from "../../provider/pipelines/nifi-flow";
import { Group } from "../../provider/pipelines/nifi-group";
import { until } from "../support/until";
import { docker } from "./support/command";
import { TestPipelines } from "./support/pipelines";
import { countRecords, type HeldRecord, readTopic } from "./support/records";
import { TestStack } from "./support/stack";

// NiFi alone with its flow, without the other pipelines. Each test stands on the ones before it.
let platform: TestStack;
let pipelines: TestPipelines;
let bootstrap: string;
let nifi: NiFi;
/** The inputs of the flow's resource, as the stack has them. */
let flow: FlowInputs;

type FlowInputs = Parameters<typeof nifiFlowHandler.apply>[0];

const topic = "vendas.pedido.criado";
const otherTopic = "vendas.pedido.reenviado";
const rejected = "vendas.pedido.rejeitado";
const payments = "vendas.pagamento.aprovado";
const patience = { seconds: 120, everyMilliseconds: 200 };
const signal = new AbortController().signal;

beforeAll(async () => {
  platform = await TestStack.create("e2e-nifi", {
    kafkaUi: false,
    smokeTest: false,
    brokerHeapMiB: 512,
    brokerSettings: { "auto.create.topics.enable": false },
    topics: [topic, otherTopic, rejected, payments].map((name) => ({ name, partitions: 3 })),
    topicNaming: "off",
    topicsFile: "pipelines/topics.yaml",
  });
  await platform.up();
  bootstrap = String((await platform.outputs()).bootstrap);
  pipelines = await TestPipelines.create(platform, {
    ...{ streamingJob: false, batchJob: false, changeCapture: false, prefect: false },
  });
  const { seconds } = await pipelines.up();
  console.log(`up of NiFi: ${seconds.toFixed(1)} s`);
  flow = await deployedFlow();
  nifi = new NiFi(flow.connection, signal);
});

afterAll(async () => {
  // If the platform did not come up, there are none.
  await (pipelines as TestPipelines | undefined)?.remove();
  await platform.remove();
});

/** The flow as the stack has it. */
async function deployedFlow(): Promise<FlowInputs> {
  interface Exported {
    readonly deployment: { readonly resources: { type: string; inputs: FlowInputs }[] };
  }
  const { stdout } = await pipelines.pulumi("stack", "export");
  const { resources } = (JSON.parse(stdout) as Exported).deployment;
  const found = resources.find(({ type }) => type === "kafka-platform:pipelines:NifiFlow");
  if (!found) throw new Error("the stack has no flow");
  return found.inputs;
}

const inNifi = (script: string) =>
  docker("exec", pipelines.container("nifi"), "bash", "-c", script);

/** Gives NiFi a file, as docs/pipelines.md does. */
async function put(name: string, lines: readonly string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "e2e-nifi-"));
  const file = path.join(folder, name);
  writeFileSync(file, lines.join("\n"));
  await docker("cp", file, `${pipelines.container("nifi")}:/home/nifi/${name}`);
  rmSync(folder, { recursive: true });
}

/** FlowFiles in all queues, with those that are being worked on. */
async function queued(): Promise<number> {
  interface Status {
    readonly processGroupStatus: { readonly aggregateSnapshot: { flowFilesQueued: number } };
  }
  const { processGroupStatus } = await nifi.ask<Status>("GET", "/flow/process-groups/root/status");
  return processGroupStatus.aggregateSnapshot.flowFilesQueued;
}

/** Waits until NiFi has taken every file, and nothing of them is left in it. */
async function processed(): Promise<void> {
  const started = Date.now();
  const isTaken = async () => (await inNifi("ls /home/nifi/*.jsonl || true")).length === 0;
  await until(isTaken, { what: "NiFi to take the files", ...patience });
  await until(async () => (await queued()) === 0, { what: "empty queues", ...patience });
  console.log(`processed after ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

interface Found {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What has come into a topic since it had so many records in each partition. */
async function arrivedSince(before: readonly HeldRecord[], from: string): Promise<Found[]> {
  const known = new Set(before.map(({ partition, offset }) => `${partition}:${offset}`));
  return (await readTopic(bootstrap, from))
    .filter(({ partition, offset }) => !known.has(`${partition}:${offset}`))
    .map(({ key, value, headers }) => ({ key, value: value?.toString(), headers }));
}

const order = (pedido: string) => JSON.stringify({ pedido, cliente: "ana", centavos: 1500 });

/** A line of an order that has this many bytes. */
function orderOf(bytes: number, pedido: string): string {
  const bare = JSON.stringify({ pedido, cliente: "" });
  return JSON.stringify({ pedido, cliente: "a".repeat(bytes - bare.length) });
}

const ordersOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => order(`${prefix}${index}`));

/** The message of a line that is not an order. */
const rejection = (value: string, reason: string, file: string, line: number) => ({
  value,
  headers: {
    ...{ "dead-letter.reason": reason, "dead-letter.file": file, "dead-letter.line": String(line) },
  },
});

const notFlat = "an order is a flat object with a pedido that is a text and not empty";
const notJson = "the line is not a JSON object";

test("lines that are not orders go to their topic and folder with the reason, the file and the line", async () => {
  const good = ordersOf("h", 50);
  const bad: [line: string, reason: string][] = [
    ["not JSON", notJson],
    ['{"pedido":"","cliente":"ana"}', notFlat],
    ['{"cliente":"ana"}', notFlat],
    ["  ", notJson],
    ['{"pedido":"a"', notJson],
  ];
  const name = "pedidos de março.jsonl";
  // Empty lines are no orders, but they count; lines end as on either system.
  const lines = [...good.slice(0, 20), "", "", `${good[20]}\r`, "\r", ...good.slice(21)];
  await put(name, [...lines, ...bad.map(([line]) => line)]);
  await processed();
  const found = await arrivedSince([], rejected);
  const expected = bad.map(([value, reason], index) =>
    rejection(value, reason, name, lines.length + index + 1),
  );
  expect(found).toHaveLength(bad.length);
  expect(found).toEqual(
    expect.arrayContaining(expected.map((each) => expect.objectContaining(each) as object)),
  );
  const values = (await arrivedSince([], topic)).map(({ value }) => value);
  expect(values.sort()).toEqual([...good].sort());
  const texts = await inNifi('for file in /home/nifi/rejected/*; do cat "$file"; echo; done');
  const said = bad.flatMap(([line, reason], index) => [
    `${name}, line ${lines.length + index + 1}: ${reason}`,
    line,
  ]);
  expect(texts.sort()).toEqual(said.sort());
});

test("a line that is too long is in the folder of rejected lines alone, and the rest of its file arrives", async () => {
  const before = {
    orders: await readTopic(bootstrap, topic),
    rejected: await readTopic(bootstrap, rejected),
  };
  const good = [order("l1"), orderOf(900_000, "l2"), order("l3")] as const;
  const long = [orderOf(900_001, "too long 1"), orderOf(2_000_000, "too long 2")] as const;
  await put("longos.jsonl", [good[0], long[0], good[1], long[1], good[2], "not an order"]);
  await processed();
  // Whole values would fill the screen.
  const sizes = (await arrivedSince(before.orders, topic)).map(({ key, value }) => [
    key,
    value?.length,
  ]);
  expect(sizes.sort()).toEqual(good.map((line, index) => [`l${index + 1}`, line.length]));
  const others = await arrivedSince(before.rejected, rejected);
  expect(others).toEqual([
    expect.objectContaining(rejection("not an order", notJson, "longos.jsonl", 6)),
  ]);
  for (const [index, line] of long.entries()) {
    const number = 2 * index + 2;
    const kept = (await inNifi(`cat /home/nifi/rejected/longos.jsonl-*-${number}.txt`)).join("\n");
    const reason = "an order has at most 900000 bytes";
    expect(kept === `longos.jsonl, line ${number}: ${reason}\n${line}`).toBe(true);
  }
});

test("NiFi is killed amid a large file: no line is lost, and at most 500 are sent twice", async () => {
  const before = {
    orders: await readTopic(bootstrap, topic),
    rejected: await readTopic(bootstrap, rejected),
  };
  const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}`);
  const isBad = (index: number) => index % 200 === 100;
  const lines = keys.map((key, index) =>
    isBad(index) ? `not an order ${key}` : orderOf(250, key),
  );
  const good = keys.filter((_, index) => !isBad(index));
  const bad = keys.flatMap((_, index) => (isBad(index) ? [index] : []));
  await put("grande.jsonl", lines);
  const inKafka = async () => (await countRecords(bootstrap, topic)) - before.orders.length;
  await until(async () => (await inKafka()) >= 2_500, {
    what: "a quarter of the orders",
    ...patience,
  });
  await docker("kill", pipelines.container("nifi"));
  const early = await inKafka();
  expect(early).toBeLessThan(good.length);
  await docker("start", pipelines.container("nifi"));
  await nifi.ready(300);
  await processed();
  const sent = await arrivedSince(before.orders, topic);
  const refused = await arrivedSince(before.rejected, rejected);
  const [repeated, repeatedRefused] = [sent.length - good.length, refused.length - bad.length];
  console.log(`killed after ${early} orders; sent twice: ${repeated} and ${repeatedRefused}`);
  expect(new Set(sent.map(({ key }) => key))).toEqual(new Set(good));
  expect(
    new Set(refused.map(({ value, headers }) => `${headers["dead-letter.line"]} ${value}`)),
  ).toEqual(new Set(bad.map((index) => `${index + 1} ${lines[index]}`)));
  // A batch of each of both publishers may have been on its way.
  expect(repeated).toBeLessThanOrEqual(500);
  expect(repeatedRefused).toBeLessThanOrEqual(500);
});

/** Stops the processor that sends the orders, as somebody may in NiFi, and gives it lines that then wait for it. */
async function hold(name: string, lines: readonly string[]): Promise<void> {
  interface Found {
    readonly processors: readonly Entity[];
  }
  const group = await Group.find(nifi, await nifi.canvas(), "vendas-files");
  const { processors } = await nifi.ask<Found>("GET", `/process-groups/${group?.id}/processors`);
  const publish = processors.find(({ component }) => component.name === "Publish orders");
  const { id, revision } = publish ?? fail();
  await nifi.ask("PUT", `/processors/${id}/run-status`, { revision, state: "STOPPED" });
  await put(name, lines);
  const isHeld = async () => (await queued()) === lines.length;
  await until(isHeld, { what: "all lines in the queues", ...patience });
}

test("a topic that is changed gets what waits in the queues", async () => {
  const lines = ordersOf("t", 300);
  const before = await readTopic(bootstrap, topic);
  await hold("topico.jsonl", lines);
  pipelines.configure({ ordersTopic: otherTopic });
  await pipelines.up();
  flow = await deployedFlow();
  await processed();
  const values = (await arrivedSince([], otherTopic)).map(({ value }) => value);
  expect(values.sort()).toEqual([...lines].sort());
  expect(await countRecords(bootstrap, topic)).toBe(before.length);
});

/** The flow with a processor between two others, which says in a header that it was there. */
function changed(text: string): string {
  interface Contents {
    readonly processors: (End & { identifier: string; properties: Record<string, string> })[];
    readonly connections: { identifier: string; source: End; destination: End }[];
  }
  interface End {
    id: string;
    name: string;
  }
  const content = JSON.parse(text) as { flowContents: Contents };
  const { processors, connections } = content.flowContents;
  const named = (name: string) => processors.find((each) => each.name === name) ?? fail();
  const publish = named("Publish orders");
  Object.assign(publish.properties, { "attribute-name-regex": "seen\\..*" });
  const seen = { ...named("Name rejection"), identifier: randomUUID(), name: "See orders" };
  processors.push({ ...seen, properties: { "seen.by": "See orders" } });
  const into =
    connections.find(
      ({ source, destination }) =>
        source.name === "Extract order number" && destination.name === publish.name,
    ) ?? fail();
  const end = { ...into.destination, id: seen.identifier, name: seen.name };
  connections.push({
    ...{ ...into, identifier: randomUUID(), source: end, selectedRelationships: ["success"] },
  });
  connections[connections.indexOf(into)] = { ...into, destination: end };
  return JSON.stringify(content);
}

function fail(): never {
  throw new Error("the flow does not have it");
}

test("a flow that is changed goes on with what waits in the queues", async () => {
  const lines = ordersOf("f", 300);
  const before = await readTopic(bootstrap, otherTopic);
  await hold("fluxo.jsonl", lines);
  const report = { status: jest.fn(), info: jest.fn(), warning: jest.fn() };
  // What `up` does with another flow.json.
  const now = { ...flow, flow: changed(flow.flow) };
  await nifiFlowHandler.apply(now, flow, report, signal);
  await processed();
  const found = await arrivedSince(before, otherTopic);
  expect(found.map(({ value }) => value).sort()).toEqual([...lines].sort());
  expect(new Set(found.map(({ headers }) => headers["seen.by"]))).toEqual(new Set(["See orders"]));
});
