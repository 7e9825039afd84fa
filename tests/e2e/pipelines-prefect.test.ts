import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { send } from "../../provider/pipelines/request";
import { until } from "../support/until";
import { docker } from "./support/command";
import { TestPipelines } from "./support/pipelines";
import { kafkaClient, readTopic } from "./support/records";
import { TestStack } from "./support/stack";

// Prefect alone with its flow, without the other pipelines. Each test stands on the ones before it.
let platform: TestStack;
let pipelines: TestPipelines;
let bootstrap: string;
let webhook: Server;
/** What the webhook was sent: each request's key, and the payment that it is about. */
const alerts: { key: unknown; pagamento: string; centavos: number }[] = [];
/** How many requests the webhook refuses from now on. */
let refusals = 0;
/** Whether the webhook answers nothing, and the requests that it then has. */
let holds = false;
let held = 0;
let sent = 0;

const topic = "vendas.pagamento.aprovado";
const rejected = "vendas.pagamento.rejeitado";
const patience = { seconds: 180, everyMilliseconds: 500 };

beforeAll(async () => {
  platform = await TestStack.create("e2e-prefect", {
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
    ...{ streamingJob: false, batchJob: false, changeCapture: false, nifi: false },
    alertWebhook: await listen(),
  });
  const { seconds } = await pipelines.up();
  console.log(`up of Prefect: ${seconds.toFixed(1)} s`);
});

afterAll(async () => {
  // If the platform did not come up, there are none.
  await (pipelines as TestPipelines | undefined)?.remove();
  await platform.remove();
  webhook.close();
});

/** Starts the webhook where containers of the platform reach it, and returns its URL. */
async function listen(): Promise<string> {
  webhook = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (holds) {
        held++;
        return;
      }
      if (refusals > 0) {
        refusals--;
        response.writeHead(503).end();
        return;
      }
      const { pagamento, centavos } = JSON.parse(Buffer.concat(parts).toString()) as {
        pagamento: string;
        centavos: number;
      };
      alerts.push({ key: request.headers["idempotency-key"], pagamento, centavos });
      response.writeHead(204).end();
    });
  });
  const gateway = "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}";
  const [host = ""] = await docker("inspect", "-f", gateway, `${platform.prefix}kafka`);
  await once(webhook.listen(0, host), "listening");
  return `http://${host}:${(webhook.address() as AddressInfo).port}/alerts`;
}

/** Sends payments, of which the first ones are above the limit. */
async function pay(count: number, above: number): Promise<void> {
  const producer = kafkaClient(bootstrap).producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const messages = Array.from({ length: count }, (_, index) => {
    const pagamento = `p${sent + index}`;
    const centavos = index < above ? 100_001 : 100_000;
    return {
      key: `c${index}`,
      value: JSON.stringify({ pagamento, pedido: `o${index}`, cliente: `c${index}`, centavos }),
    };
  });
  await producer.send({ topic, messages });
  await producer.disconnect();
  sent += count;
}

interface FlowRun {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  /** How often the flow was run in it, by retries. */
  readonly count: number;
  readonly pagamento: string;
}

/** Asks Prefect's REST interface. */
async function post(path: string, request: object, login?: string): Promise<unknown> {
  const { prefect } = await pipelines.outputs();
  if (!prefect) throw new Error("no output of Prefect");
  const user = login ?? `${prefect.user}:${prefect.password}`;
  const { status, body } = await send(prefect.connection, {
    ...{ method: "POST", path: `/api/flow_runs/${path}`, body: JSON.stringify(request) },
    headers: {
      authorization: `Basic ${Buffer.from(user).toString("base64")}`,
      "content-type": "application/json",
    },
  });
  if (status < 200 || status > 299) throw new Error(`status ${status}`);
  return JSON.parse(body);
}

/** Every run that Prefect knows. */
async function flowRuns(login?: string): Promise<FlowRun[]> {
  const runs = (await post("filter", {}, login)) as Record<string, unknown>[];
  return runs.map((run) => ({
    id: String(run.id),
    key: String(run.idempotency_key),
    state: String(run.state_type),
    count: Number(run.run_count),
    pagamento: (run.parameters as FlowRun).pagamento,
  }));
}

/** Waits until as many runs are over as payments were sent; each payment must then have one, completed. */
async function allRan(): Promise<FlowRun[]> {
  const completed = async () => (await flowRuns()).filter(({ state }) => state === "COMPLETED");
  const what = `${sent} completed runs`;
  const started = Date.now();
  await until(async () => (await completed()).length >= sent, { what, ...patience });
  console.log(`${what}: waited ${((Date.now() - started) / 1000).toFixed(1)} s`);
  const runs = await flowRuns();
  expect(runs).toHaveLength(sent);
  expect(new Set(runs.map(({ pagamento }) => pagamento)).size).toBe(sent);
  return runs;
}

test("each payment starts one run, and those above the limit alert once, after the webhook has refused", async () => {
  refusals = 2;
  await pay(10, 3);
  const runs = await allRan();
  expect(runs.reduce((sum, { count }) => sum + count, 0)).toBe(sent + 2);
  const keyOf = new Map(runs.map(({ pagamento, key }) => [pagamento, key]));
  expect(keyOf.get("p0")).toMatch(/^vendas\.pagamento\.aprovado-[0-2]-\d+-\d+$/);
  expect(alerts.map(({ pagamento }) => pagamento).sort()).toEqual(["p0", "p1", "p2"]);
  for (const { key, pagamento } of alerts) expect(key).toBe(keyOf.get(pagamento));
});

test("the consumer and the flow are killed amid payments: each has one run", async () => {
  await pay(4, 0);
  const begun = async () => (await flowRuns()).length > sent - 4;
  await until(begun, { what: "the first of them", ...patience, everyMilliseconds: 20 });
  for (const host of ["payment-runs", "payment-flow"]) {
    await docker("kill", pipelines.container(host));
  }
  await pay(4, 0);
  for (const host of ["payment-runs", "payment-flow"]) {
    await docker("start", pipelines.container(host));
  }
  await allRan();
});

test("the flow is killed amid a run, and started: the run goes on by itself, and alerts once", async () => {
  const [alerted, before] = [alerts.length, held];
  holds = true;
  await pay(1, 1);
  await until(() => held > before, { what: "the webhook's request", ...patience });
  await docker("kill", pipelines.container("payment-flow"));
  await docker("start", pipelines.container("payment-flow"));
  holds = false;
  await allRan();
  expect(alerts.slice(alerted).map(({ pagamento }) => pagamento)).toEqual([`p${sent - 1}`]);
});

test("a failed run is shown by the status, and completes by a retry", async () => {
  const flow = pipelines.container("payment-flow");
  await docker("stop", flow);
  const known = new Set((await flowRuns()).map(({ id }) => id));
  await pay(1, 0);
  const fresh = async () => (await flowRuns()).find(({ id }) => !known.has(id));
  await until(async () => (await fresh()) !== undefined, { what: "the run", ...patience });
  const id = (await fresh())?.id;
  // Without 30 retries of 5 seconds.
  await post(`${id}/set_state`, { state: { type: "FAILED" }, force: true });
  await docker("start", flow);
  const status = await pipelines.make("status");
  expect(status.status).not.toBe(0);
  expect(status.output).toMatch(new RegExp(`^.*Flow runs +completed ${sent - 1}, failed 1$`, "m"));
  // What the button of its page sends.
  await post(`${id}/set_state`, { state: { type: "SCHEDULED", name: "AwaitingRetry" } });
  await allRan();
});

test("offsets that go back start no run again", async () => {
  await docker("stop", pipelines.container("payment-runs"));
  const admin = kafkaClient(bootstrap).admin();
  await admin.connect();
  await admin.resetOffsets({ groupId: "payment-runs", topic, earliest: true });
  await admin.disconnect();
  await docker("start", pipelines.container("payment-runs"));
  await pay(1, 0);
  await allRan();
});

test("what is not a payment goes to its topic with the reason, and the next one has its run", async () => {
  const payment = { pagamento: "p", pedido: "o", cliente: "c", centavos: 1 };
  const outOfRange = "centavos must be a whole number from 0 to 2^53 - 1";
  const malformed: [value: string | null, reason: unknown][] = [
    [null, "it has no value"],
    ["not JSON", expect.stringContaining("it is not JSON: ")],
    ["[1]", "it is not a JSON object"],
    [JSON.stringify({ ...payment, pedido: undefined }), "pedido is missing"],
    [JSON.stringify({ ...payment, cliente: 1 }), "cliente must be text"],
    [
      JSON.stringify({ ...payment, cliente: "c".repeat(600_000) }),
      "cliente has more than 1000 characters",
    ],
    [JSON.stringify({ ...payment, centavos: "1" }), outOfRange],
    [JSON.stringify({ ...payment, centavos: 2 ** 53 }), outOfRange],
    ["[".repeat(100_000), expect.stringContaining("it is not JSON: ")],
    [JSON.stringify({ ...payment, pagamento: "\ud800" }), expect.stringContaining("surrogates")],
  ];
  const producer = kafkaClient(bootstrap).producer();
  await producer.connect();
  const messages = malformed.map(([value]) => ({ key: "bad", value, partition: 0 }));
  const [{ baseOffset = "" } = {}] = await producer.send({ topic, messages });
  await producer.disconnect();
  await pay(1, 0);
  await allRan();
  const found = (await readTopic(bootstrap, rejected)).map(({ value, headers }) => ({
    ...{ value: value?.toString() ?? null, headers },
  }));
  const expected = malformed.map(([value, reason], index) => ({
    value,
    headers: {
      "dead-letter.reason": reason,
      "dead-letter.topic": topic,
      "dead-letter.partition": "0",
      "dead-letter.offset": String(Number(baseOffset) + index),
    },
  }));
  expect(found).toHaveLength(expected.length);
  expect(found).toEqual(expect.arrayContaining(expected));
});

test("nobody asks Prefect without its password, and no output shows it", async () => {
  await expect(flowRuns("lab:lab")).rejects.toThrow("status 401");
  const { prefect } = await pipelines.outputs();
  const { stdout } = await pipelines.pulumi("stack", "output", "--json");
  expect(prefect?.password).toHaveLength(32);
  expect(stdout).not.toContain(prefect?.password);
  const page = await fetch(`http://${prefect?.address}/ui-settings`);
  expect(await page.json()).toMatchObject({ api_url: "/api", auth: "BASIC" });
});

test("the status counts the runs by their state", async () => {
  const { output } = await pipelines.make("status");
  expect(output).toMatch(new RegExp(`^Flow runs +completed ${sent}$`, "m"));
});
