import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import Fastify from "../../offline/console/node_modules/fastify";
import { createApp } from "../../offline/console/server/app";
import { readEnvironment } from "../../offline/console/server/environment";
import { Streams } from "../../offline/console/server/streams";

// Nothing listens there: what is asked of a cluster fails, and what is refused before is seen.
const cluster = { KAFKA_CLUSTERS_0_NAME: "lab", KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: "127.0.0.1:1" };
const login = {
  AUTH_TYPE: "LOGIN_FORM",
  SPRING_SECURITY_USER_NAME: "ana",
  SPRING_SECURITY_USER_PASSWORD: "geheim",
};
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function app(environment: Record<string, string> = {}) {
  const made = await createApp(readEnvironment({ ...cluster, ...environment }), "/nowhere");
  closing.push(() => made.close());
  await made.listen({ port: 0, host: "127.0.0.1" });
  return (made.server.address() as AddressInfo).port;
}

let sharedApp: ReturnType<typeof app> | undefined;

/** One for many tests: closing it waits for what it has asked the cluster. */
function shared() {
  sharedApp ??= app();
  return sharedApp;
}

interface Asked {
  readonly method?: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload?: string;
}

interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request whose Host header may be any, as a browser's is after its name was led elsewhere. */
function ask(port: number, { method = "GET", url, headers, payload }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", method, path: url, headers, agent: false });
    sent.once("error", reject).once("response", (response) => {
      text(response).then((body) => {
        resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, body });
      }, reject);
    });
    sent.end(payload);
  });
}

test.each([
  ["localhost:8090", true],
  ["LOCALHOST", true],
  ["localhost.", true],
  ["127.0.0.1:8090", true],
  ["192.0.2.7", true],
  ["[::1]:8090", true],
  ["kafka-ui:8080", true],
  ["kafka-ui.kafka-staging.svc:8080", true],
  ["kafka-ui.kafka-staging.svc.cluster.local", true],
  ["app.localhost", true],
  ["evil.example", false],
  ["evil.example:8090", false],
  ["127.0.0.1.evil.example", false],
  ["localhost.evil.example", false],
  ["evil.example/localhost", false],
  ["user@localhost", false],
  ["localhost:8090:evil.example", false],
  ["[::1].evil.example", false],
])("a request to host %j is answered: %s", async (host, isAnswered) => {
  const server = await shared();
  for (const url of ["/actuator/health", "/ui", "/api/clusters/lab/topics/x/messages"]) {
    const { statusCode, body } = await ask(server, { url, headers: { host } });
    expect(statusCode === 421).toBe(!isAnswered);
    if (!isAnswered)
      expect(body).toContain(
        "Add it to CONSOLE_ALLOWED_HOSTS (kafkaUiHosts in the stack's configuration)",
      );
  }
});

test("a configured host is accepted, others are refused", async () => {
  const server = await app({ CONSOLE_ALLOWED_HOSTS: "kafka.example.org" });
  const status = async (host: string) =>
    (await ask(server, { url: "/actuator/health", headers: { host } })).statusCode;
  expect(await status("Kafka.Example.org:443")).toBe(200);
  expect(await status("a.kafka.example.org")).toBe(421);
});

test("with a login, any host is accepted unless some are configured", async () => {
  const status = async (environment: Record<string, string>) =>
    (
      await ask(await app({ ...login, ...environment }), {
        url: "/actuator/health",
        headers: { host: "kafka.example.org" },
      })
    ).statusCode;
  expect(await status({})).toBe(200);
  expect(await status({ CONSOLE_ALLOWED_HOSTS: "other.example.org" })).toBe(421);
});

const attempt = (
  server: number,
  username: string,
  headers: Record<string, string> = {},
  password = "wrong",
) =>
  ask(server, {
    method: "POST",
    url: "/auth",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams({ username, password }).toString(),
  });

test("login attempts are limited per user and address, and per address", async () => {
  const server = await app(login);
  for (let count = 0; count < 10; count += 1)
    expect((await attempt(server, "ana")).statusCode).toBe(302);
  expect((await attempt(server, "ana", {}, "geheim")).statusCode).toBe(429);
  expect((await attempt(server, "bruno")).statusCode).toBe(302);
  for (let count = 0; count < 100; count += 1) await attempt(server, `user-${count}`);
  expect((await attempt(server, "carla")).statusCode).toBe(429);
});

test("behind a trusted proxy, users do not lock each other out, and the cookie is Secure", async () => {
  const server = await app({ ...login, CONSOLE_TRUSTED_PROXIES: "127.0.0.1" });
  const by = (address: string) => ({ "x-forwarded-for": address, "x-forwarded-proto": "https" });
  for (let count = 0; count < 11; count += 1) await attempt(server, "ana", by("192.0.2.1"));
  expect((await attempt(server, "ana", by("192.0.2.1"), "geheim")).statusCode).toBe(429);
  const response = await attempt(server, "ana", by("192.0.2.2"), "geheim");
  expect(response.statusCode).toBe(302);
  expect(String(response.headers["set-cookie"])).toMatch(/^SESSION=.*; HttpOnly; Secure/);
});

test("X-Forwarded headers from an untrusted address are ignored", async () => {
  const server = await app({ ...login, CONSOLE_TRUSTED_PROXIES: "192.0.2.9" });
  const forged = (count: number) => ({
    "x-forwarded-for": `198.51.100.${count}`,
    "x-forwarded-proto": "https",
  });
  for (let count = 0; count < 10; count += 1) await attempt(server, "ana", forged(count));
  expect((await attempt(server, "ana", forged(99), "geheim")).statusCode).toBe(429);
  const response = await attempt(await app(login), "ana", forged(1), "geheim");
  expect(String(response.headers["set-cookie"])).not.toContain("Secure");
});

/** A server with streams alone, and what its streams are doing. */
async function streaming(stalledAfter: number) {
  const streams = new Streams(stalledAfter);
  const server = Fastify();
  const signals: AbortSignal[] = [];
  let isOpening = 0;
  server.get("/stream", async (request, reply) => {
    const slot = streams.take(request, reply);
    signals.push(slot.signal);
    isOpening += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return slot.send(endless());
  });
  await server.listen({ port: 0, host: "127.0.0.1" });
  closing.push(() => server.close());
  const { port } = server.server.address() as AddressInfo;
  const open = async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return socket;
  };
  const ended = (signal: AbortSignal | undefined) =>
    signal?.aborted ? Promise.resolve() : once(signal!, "abort").then(() => undefined);
  return { open, signals, ended, opening: () => isOpening };
}

async function* endless() {
  for (;;) {
    yield "x".repeat(64 * 1024);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a browser that disconnects while its stream opens frees its slot", async () => {
  const { open, signals, ended, opening } = await streaming(60_000);
  for (let count = 1; count <= 40; count += 1) {
    const socket = await open();
    while (opening() < count) await new Promise((resolve) => setTimeout(resolve, 1));
    socket.destroy();
    // With sixteen places, forty would not fit if one were kept.
    await ended(signals[count - 1]);
  }
});

test("a browser that stops reading loses its slot, one that reads keeps it", async () => {
  const { open, signals, ended } = await streaming(300);
  const reading = await open();
  reading.resume();
  await open();
  await new Promise((resolve) => setTimeout(resolve, 200));
  await ended(signals[1]);
  expect(signals[0]?.aborted).toBe(false);
  reading.destroy();
});
