import fc from "fast-check";
import { type IHeaders, Kafka, logLevel, type Message, Partitioners } from "kafkajs";
import type { Browser } from "playwright-core";
import { docker } from "../e2e/support/command";
import { TestStack } from "../e2e/support/stack";
import { messageEvents, readMessages } from "./support/messages";
import { launchBrowser, openPage } from "./support/page";
import { startPathProxy } from "./support/path-proxy";
import { consoleImage } from "./support/set-up";
import { until } from "../support/until";

// The console at its limits: many topics, many messages, malformed requests, foreign pages.
const api = "/api/clusters/kafka-platform";
const large = "carga.mensagem.medida";

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await TestStack.create("browser-limits", {
    kafkaUi: true,
    kafkaUiImage: consoleImage,
    smokeTestMessages: 1,
  });
  await stack.up();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stack?.remove();
});

function url(path: string): string {
  return `http://localhost:${String(stack.get("kafkaUiPort"))}${path}`;
}

async function seconds(work: () => Promise<unknown>): Promise<string> {
  const started = Date.now();
  await work();
  return ((Date.now() - started) / 1000).toFixed(2);
}

async function memory(): Promise<number> {
  const file = "/proc/1/status";
  const lines = await docker("exec", `${stack.prefix}kafka-ui`, "busybox", "grep", "VmRSS", file);
  return Number(/\d+/.exec(lines[0] ?? "")?.[0]) / 1024;
}

interface Inspected {
  readonly Size: number;
}

test("the image is small, starts fast, idles in little memory and needs no writable file system", async () => {
  const [image] = await docker("image", "inspect", "--format", "{{json .}}", consoleImage);
  const megabytes = (JSON.parse(image ?? "") as Inspected).Size / 1e6;
  const name = `${stack.prefix}starting`;
  const started = Date.now();
  await docker(
    ...["run", "--detach", "--name", name, "--network", `${stack.prefix}kafka-platform`],
    ...["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true"],
    ...[
      "--env",
      "KAFKA_CLUSTERS_0_NAME=lab",
      "--env",
      "KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS=kafka:9092",
    ],
    consoleImage,
  );
  const health = ["wget", "-q", "-O", "/dev/null", "http://localhost:8080/actuator/health"];
  const isHealthy = () =>
    docker("exec", name, ...health).then(
      () => true,
      () => false,
    );
  await until(isHealthy, { what: "a healthy console", everyMilliseconds: 0 });
  const start = (Date.now() - started) / 1000;
  const [user] = await docker("exec", name, "busybox", "id", "-u");
  await docker("rm", "--force", "--volumes", name);
  const idle = await memory();
  console.log(
    `image ${megabytes.toFixed(0)} MB, healthy ${start.toFixed(2)} s after docker run, idle at ${idle.toFixed(0)} MiB`,
  );
  expect(megabytes).toBeLessThanOrEqual(120);
  expect(idle).toBeLessThan(120);
  expect(user).toBe("1000");
});

test("malformed requests are refused with a reason and never block the console", async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom(
      "..",
      "../../etc/passwd",
      "%00",
      "-1",
      "1e99",
      "null",
      "[]",
      "__proto__",
      "0::-1",
    ),
  );
  const parameters = fc.dictionary(
    fc.constantFrom(
      ...[
        "page",
        "perPage",
        "search",
        "orderBy",
        "sortOrder",
        "showInternal",
        "seekType",
        "seekTo",
      ],
      ...["seekDirection", "limit", "q", "figure", "name", "seconds"],
    ),
    text,
  );
  const path = fc.constantFrom(
    ...["/topics", "/topics/nope", "/topics/*", "/topics/*/config", "/topics/*/messages"],
    ...[
      "/topics/*/consumer-groups",
      "/consumer-groups/paged",
      "/consumer-groups/*",
      "/history",
      "/*",
    ],
  );
  await fc.assert(
    fc.asyncProperty(path, text, parameters, async (shape, name, query) => {
      const full = `${api}${shape.replace("*", encodeURIComponent(name))}?${new URLSearchParams(query).toString()}`;
      const response = await fetch(url(full), { signal: AbortSignal.timeout(30_000) });
      const body = await response.text();
      expect([200, 400, 404]).toContain(response.status);
      if (response.status !== 200) expect(JSON.parse(body)).toHaveProperty("message");
    }),
    { numRuns: 300 },
  );
  const bodies = fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc.string({ maxLength: 100 }),
    fc.constantFrom(
      '{"name":"a b","partitions":1}',
      '{"name":"..","partitions":1}',
      '{"name":"x","partitions":1e9}',
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      bodies,
      fc.constantFrom("/topics", "/topics/nope/messages"),
      async (body, where) => {
        const response = await fetch(url(`${api}${where}`), {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        expect([400, 404]).toContain(response.status);
      },
    ),
    { numRuns: 200 },
  );
});

test("requests that are too large are refused", async () => {
  const post = (body: string) =>
    fetch(url(`${api}/topics/nope/messages`), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
  expect((await post(JSON.stringify({ content: "x".repeat(2 * 1024 * 1024) }))).status).toBe(413);
  expect((await fetch(url(`${api}/topics/${"x".repeat(600)}`))).status).toBe(414);
  expect((await fetch(url(`${api}/topics?search=${"x".repeat(300)}`))).status).toBe(400);
});

test("only the console's own pages may make changes, and they load only its own files", async () => {
  const create = (headers: Record<string, string>) =>
    fetch(url(`${api}/topics`), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ name: "x", partitions: 1 }),
    });
  expect((await create({ origin: "https://evil.example" })).status).toBe(403);
  const page = await fetch(url("/ui"));
  expect(page.headers.get("content-security-policy")).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';" +
      "connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'",
  );
  expect(page.headers.get("access-control-allow-origin")).toBeNull();
});

test("a thousand topics: paging, search and sorting stay fast", async () => {
  const kafka = new Kafka({
    brokers: [`localhost:${String(stack.get("brokerPort"))}`],
    // A busy machine takes its time to make so many.
    requestTimeout: 120_000,
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  for (let from = 0; from < 1000; from += 100) {
    const topics = Array.from({ length: 100 }, (_, index) => ({
      topic: `muitos.topico.n${String(from + index).padStart(4, "0")}`,
      numPartitions: 3,
    }));
    await admin.createTopics({ topics, waitForLeaders: false, timeout: 100_000 });
  }
  await admin.disconnect();
  const { page } = await openPage(browser);
  const load = await seconds(async () => {
    await page.goto(url("/ui/clusters/kafka-platform/all-topics"));
    // The smoke test has a topic too.
    await page.getByText("1,001 topics").waitFor();
  });
  const next = await seconds(async () => {
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("link", { name: "muitos.topico.n0030" }).waitFor();
  });
  const search = await seconds(async () => {
    await page.getByLabel("Search topics").fill("n0999");
    await page.getByText("Page 1 of 1").waitFor();
  });
  const order = await seconds(async () => {
    await page.goto(url("/ui/clusters/kafka-platform/all-topics?orderBy=SIZE&sortOrder=DESC"));
    await page.getByText("1,001 topics").waitFor();
  });
  console.log(
    `1,000 topics: list ${load} s, next page ${next} s, search ${search} s, by size ${order} s; ` +
      `console at ${(await memory()).toFixed(0)} MiB`,
  );
  expect(await page.locator("tbody tr").count()).toBe(25);
  await page.context().close();
});

test("a topic with a million messages: the newest immediately, and a search that stops or ends", async () => {
  const tool = ["exec", `${stack.prefix}kafka`];
  const server = ["--bootstrap-server", "kafka:9092"];
  await docker(
    ...tool,
    "kafka-topics",
    ...server,
    "--create",
    "--topic",
    large,
    "--partitions",
    "3",
  );
  await docker(
    ...[...tool, "kafka-producer-perf-test", "--topic", large, "--num-records", "1000000"],
    ...["--record-size", "100", "--throughput", "-1"],
    ...["--producer-props", "bootstrap.servers=kafka:9092", "compression.type=lz4"],
  );
  const { page } = await openPage(browser);
  const messages = `/ui/clusters/kafka-platform/all-topics/${large}/messages`;
  const newest = await seconds(async () => {
    await page.goto(url(messages));
    await page.locator("[data-status=done]").waitFor();
  });
  expect(await page.locator("button.message-line").count()).toBe(100);

  await page.goto(url(`${messages}?q=is-in-none-of-them`));
  await page.getByText(/Searched [1-9]/).waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator("[data-status=stopped]").waitFor();

  const whole = await seconds(async () => {
    await page.goto(url(`${messages}?q=is-in-none-of-them&from=oldest`));
    await page.getByText("No matching messages").waitFor({ timeout: 100_000 });
  });
  const looked = await page.locator(".progress").textContent();
  console.log(
    `a million messages: newest 100 in ${newest} s, all searched in ${whole} s (${looked}); ` +
      `console at ${(await memory()).toFixed(0)} MiB`,
  );
  expect(looked).toContain("Searched 1,000,000 messages");
  await page.context().close();
});

const newestFirst = { seekDirection: "BACKWARD", seekType: "LATEST" };
const oldestFirst = { seekDirection: "FORWARD", seekType: "BEGINNING" };

/** A client with a topic of its own. */
async function withTopic(
  topic: string,
  partitions: number,
  config: Record<string, string>,
  work: (kafka: Kafka, topicUrl: string) => Promise<void>,
): Promise<void> {
  const kafka = new Kafka({
    brokers: [`localhost:${String(stack.get("brokerPort"))}`],
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await admin.createTopics({
    topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
  });
  try {
    await work(kafka, url(`${api}/topics/${topic}`));
  } finally {
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  }
}

async function send(kafka: Kafka, topic: string, batches: Message[][]): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (const messages of batches) await producer.send({ topic, messages });
  await producer.disconnect();
}

test("a topic that another client has just created is found", async () => {
  for (let count = 1; count <= 5; count += 1) {
    // The metadata with all topics of this moment is used for a second.
    expect((await fetch(url(`${api}/topics`))).status).toBe(200);
    await withTopic(`recente-${count}`, 1, {}, async (_, topicUrl) => {
      expect((await fetch(topicUrl)).status).toBe(200);
    });
  }
});

test("all headers are shown: null, duplicate names, binary values, names of JavaScript properties", async () => {
  const topic = "cabecalhos";
  await withTopic(topic, 1, {}, async (kafka, topicUrl) => {
    const headers = { vezes: ["1", "2"], bytes: Buffer.from([0xff, 0xfe]) } as IHeaders;
    await send(kafka, topic, [[{ key: "a", value: "b", headers }]]);
    // kafkajs writes no null; Kafka's own producer does.
    const produce =
      "printf 'nulo:NULL,constructor:x,nulo:NULL\\tc\\td\\n' | kafka-console-producer " +
      `--bootstrap-server kafka:9092 --topic ${topic} --property parse.headers=true ` +
      "--property parse.key=true --property null.marker=NULL";
    await docker("exec", `${stack.prefix}kafka`, "sh", "-c", produce);
    const wanted = [
      [
        { name: "vezes", value: "1" },
        { name: "vezes", value: "2" },
        { name: "bytes", value: "fffe", isHex: true },
      ],
      [
        { name: "nulo", value: null },
        { name: "constructor", value: "x" },
        { name: "nulo", value: null },
      ],
    ];
    const lists = async (parameters: Record<string, string>) => {
      const { messages } = await readMessages(topicUrl, parameters);
      return messages.map(({ headerList }) => headerList);
    };
    expect(await lists(oldestFirst)).toEqual(wanted);
    expect(await lists(newestFirst)).toEqual([...wanted].reverse());
    const { page, problems } = await openPage(browser);
    await page.goto(url(`/ui/clusters/kafka-platform/all-topics/${topic}/messages`));
    await page.locator("button.message-line").first().click();
    await page.getByText("nulo=null").first().waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

test("a compacted topic is read to its end in both directions, like Kafka's own consumer does", async () => {
  const topic = "compactado";
  const config = {
    "cleanup.policy": "compact",
    "segment.bytes": "200000",
    "min.cleanable.dirty.ratio": "0.01",
    "delete.retention.ms": "0",
  };
  await withTopic(topic, 2, config, async (kafka, topicUrl) => {
    // Some keys that are written once lie between those that are written again and again, of which
    // the last records of most batches are; the batches keep their offsets.
    const batch = (from: number): Message[] =>
      Array.from({ length: 1000 }, (_, index) => ({
        partition: from % 2,
        key: index % 1000 === 5 ? `once-${from}` : `k${index % 3}`,
        value: `${from} ${index}`,
      }));
    await send(
      kafka,
      topic,
      Array.from({ length: 200 }, (_, from) => batch(from)),
    );
    const size = async () =>
      ((await (await fetch(topicUrl)).json()) as { segmentSize: number }).segmentSize;
    // About 3.5 MB were written; the cleaner leaves the last segments and a record for each key.
    const cleaned = await seconds(() =>
      until(async () => (await size()) <= 800_000, {
        what: "the log cleaner",
        seconds: 120,
        everyMilliseconds: 500,
      }),
    );
    const consumed = await docker(
      ...["exec", `${stack.prefix}kafka`, "kafka-console-consumer"],
      ...["--bootstrap-server", "kafka:9092", "--topic", topic, "--from-beginning"],
      ...["--timeout-ms", "5000", "--property", "print.partition=true"],
      ...["--property", "print.offset=true", "--property", "print.value=false"],
    );
    const place = /Partition:(\d+)\s+Offset:(\d+)/;
    const wanted = consumed.flatMap((line) => place.exec(line)?.slice(1).join("::") ?? []).sort();
    expect(wanted.length).toBeGreaterThan(200);
    for (const [name, direction] of Object.entries({ newestFirst, oldestFirst })) {
      const started = Date.now();
      const { messages } = await readMessages(topicUrl, { ...direction, limit: 100 });
      console.log(
        `200,000 records, cleaned in ${cleaned} s to ${wanted.length}: ${name} all in ${Date.now() - started} ms`,
      );
      const found = messages.map(({ partition, offset }) => `${partition}::${offset}`);
      expect(found.sort()).toEqual(wanted);
    }
  });
});

test("messages of aborted and open transactions are left out, or marked", async () => {
  const topic = "transacoes";
  await withTopic(topic, 1, {}, async (kafka, topicUrl) => {
    const transactional = async (transactionalId: string, value: string) => {
      const producer = kafka.producer({
        transactionalId,
        maxInFlightRequests: 1,
        idempotent: true,
        createPartitioner: Partitioners.DefaultPartitioner,
      });
      await producer.connect();
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value }] });
      return { transaction, producer };
    };
    await send(kafka, topic, [[{ value: "plain" }]]);
    const aborted = await transactional("t1", "aborted");
    await aborted.transaction.abort();
    const committed = await transactional("t2", "committed");
    await committed.transaction.commit();
    const open = await transactional("t3", "open");
    await send(kafka, topic, [[{ value: "after" }]]);
    const shown = async (parameters: Record<string, string>) => {
      const { messages } = await readMessages(topicUrl, parameters);
      return messages.map(({ content, transaction }) => [content, transaction]);
    };
    const all = [
      ["plain", undefined],
      ["aborted", "ABORTED"],
      ["committed", undefined],
      ["open", "OPEN"],
      ["after", undefined],
    ];
    const decided = [all[0], all[2]];
    // The marks of a transaction's end are written a moment later.
    await until(async () => (await shown(oldestFirst)).length >= decided.length, {
      what: "the committed messages",
    });
    expect(await shown(oldestFirst)).toEqual(decided);
    expect(await shown(newestFirst)).toEqual([...decided].reverse());
    expect(await shown({ ...oldestFirst, isolation: "all" })).toEqual(all);
    expect(await shown({ ...newestFirst, isolation: "all" })).toEqual([...all].reverse());
    const { page } = await openPage(browser, { locale: "pt-BR" });
    const view = url(`/ui/clusters/kafka-platform/all-topics/${topic}/messages`);
    await page.goto(view);
    await page.getByText("Mensagens confirmadas, como as recebem").waitFor();
    await page.goto(`${view}?isolation=all`);
    await page.locator(".messages").getByText("abortada").waitFor();
    await page.locator(".messages").getByText("transação aberta").waitFor();
    await page.context().close();
    await open.transaction.commit();
    for (const { producer } of [aborted, committed, open]) await producer.disconnect();
  });
});

test("the newest large messages come immediately, in limited memory", async () => {
  const topic = "grandes";
  await withTopic(topic, 2, {}, async (kafka, topicUrl) => {
    const value = "x".repeat(1_000_000);
    const one = (_: unknown, index: number) => [{ partition: index % 2, value }];
    await send(kafka, topic, Array.from({ length: 300 }, one));
    const before = await memory();
    let count = 0;
    const took = await seconds(async () => {
      count = (await readMessages(topicUrl, { ...newestFirst, limit: 1000 })).messages.length;
    });
    const after = await memory();
    console.log(
      `300 messages of 1 MB in ${took} s; console from ${before.toFixed(0)} to ${after.toFixed(0)} MiB`,
    );
    expect(count).toBe(300);
  });
});

test("150 partitions: a live view shows a message immediately, and paging finds each message once", async () => {
  const topic = "muitas.particoes";
  await withTopic(topic, 150, {}, async (kafka, topicUrl) => {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(60_000)]);
    const tailing = { seekDirection: "TAILING", seekType: "LATEST" };
    let sent = 0;
    for await (const event of messageEvents(topicUrl, tailing, signal)) {
      if (event.type === "CONSUMING" && sent === 0) {
        sent = Date.now();
        await send(kafka, topic, [[{ partition: 77, value: "live" }]]);
        console.log(`sent in ${Date.now() - sent} ms`);
      }
      if (event.type === "MESSAGE") {
        expect(event.message).toMatchObject({ partition: 77, content: "live" });
        console.log(`live view of 150 partitions: shown ${Date.now() - sent} ms after it was sent`);
        break;
      }
    }
    abort.abort();
    // Times out of order, as several producers write them.
    const one = (_: unknown, index: number): Message => ({
      partition: index % 150,
      value: String(index),
      timestamp: String(1_700_000_000_000 + ((index * 7919) % 600) * 1000),
    });
    await send(kafka, topic, [Array.from({ length: 600 }, one)]);
    for (const direction of [newestFirst, oldestFirst]) {
      const read = await readMessages(topicUrl, { ...direction, limit: 50 });
      console.log(
        `${read.requests} requests, the longest cursor has ${read.cursorLength} characters`,
      );
      const places = read.messages.map(({ partition, offset }) => `${partition}::${offset}`);
      expect(places.length).toBe(601);
      expect(new Set(places).size).toBe(601);
    }
  });
});

test("the console's log contains no text of messages or searches", async () => {
  const log = await docker("logs", `${stack.prefix}kafka-ui`);
  expect(log.join("\n")).not.toContain("is-in-none-of-them");
});

test("read-only: changes are neither offered nor accepted", async () => {
  stack.configure({ kafkaUiReadOnly: true });
  await stack.up();
  const { page } = await openPage(browser);
  await page.goto(url(`/ui/clusters/kafka-platform/all-topics/${large}`));
  await page.getByText("Read-only").waitFor();
  await page.getByRole("heading", { name: large }).waitFor();
  expect(await page.getByRole("link", { name: "Produce" }).count()).toBe(0);
  await page.context().close();
  const post = (path: string, body: object) =>
    fetch(url(`${api}${path}`), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await post("/topics", { name: "novo", partitions: 1 })).status).toBe(405);
  expect((await post(`/topics/${large}/messages`, { content: "x" })).status).toBe(405);
});

test("with a login, at a path behind a proxy: views, live messages, and no guessing", async () => {
  const path = "/tools/kafka";
  stack.configure({
    kafkaUiReadOnly: false,
    kafkaUiUser: "ana",
    kafkaUiPassword: "senha secreta",
    kafkaUiPath: path,
  });
  // The smoke test logs in at the path as well.
  await stack.up();
  expect((await stack.outputs()).kafkaUi).toBe(url(path));
  expect((await fetch(url(`${path}${api}/topics`))).status).toBe(401);
  expect((await fetch(url(`${path}/actuator/health`))).status).toBe(200);
  expect((await fetch(url("/actuator/health"))).status).toBe(404);
  const proxy = await startPathProxy(path, Number(stack.get("kafkaUiPort")));
  const { page, problems } = await openPage(browser);
  const pathname = () => new URL(page.url()).pathname;
  await page.goto(`${proxy.origin}${path}`);
  await page.getByLabel("User name").fill("ana");
  await page.getByLabel("Password").fill("falsch");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Wrong user name or password.").waitFor();
  await page.getByLabel("User name").fill("ana");
  await page.getByLabel("Password").fill("senha secreta");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  expect(pathname()).toBe(`${path}/ui/clusters/kafka-platform`);
  expect((await page.context().cookies()).map((cookie) => cookie.path)).toEqual([path]);
  await page.getByRole("link", { name: "Topics" }).click();
  await page.getByLabel("Search topics").fill(large);
  await page.getByRole("link", { name: large }).click();
  await page.getByRole("link", { name: "Messages", exact: true }).click();
  expect(pathname()).toBe(`${path}/ui/clusters/kafka-platform/all-topics/${large}/messages`);
  await page.getByLabel("Read", { exact: true }).selectOption("live");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("Waiting for messages").waitFor();
  await page.reload();
  await page.getByText("Waiting for messages").waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { level: 1, name: "Log in" }).waitFor();
  expect(pathname()).toBe(`${path}/auth`);
  expect(proxy.refused).toEqual([]);
  expect(problems).toEqual([]);
  const guesses = [];
  for (let guess = 0; guess < 12; guess += 1) {
    const body = new URLSearchParams({ username: "ana", password: String(guess) });
    guesses.push(
      (await fetch(url(`${path}/auth`), { method: "POST", body, redirect: "manual" })).status,
    );
  }
  expect(guesses).toContain(429);
  await page.getByLabel("User name").fill("ana");
  await page.getByLabel("Password").fill("senha secreta");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Too many attempts.").waitFor();
  await page.context().close();
  proxy.close();
});
