import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import RequestQueue from "kafkajs/src/network/requestQueue";
import "../../../kafka/connections/request-queue";

// A broker that hangs takes connections and never answers. The program must end nevertheless: `pulumi up` waits for it.
const root = join(__dirname, "../../..");
let silent: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  silent = createServer((socket) => sockets.add(socket.on("error", () => undefined)));
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
});

test.concurrent.each([
  [
    "a client",
    `require("./kafka/connections/kafka").openKafka(connection, { retry: { retries: 0 }, requestTimeout: 1000 })
    .then((kafka) => require("./kafka/connections/kafka").withAdmin(kafka, (admin) => admin.listTopics()))`,
  ],
  ["a look at a broker", `require("./kafka/broker-view").viewOf(connection)`],
  [
    "a preview",
    `require("./kafka/topics/read-for-preview").readTopicsForPreview({ connection, names: [], fewReplicas: {} })`,
  ],
])("a process ends by itself after %s has given up", async (_, code) => {
  const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const connection = JSON.stringify({ via: "direct", addresses: [address] });
  const script = `const connection = ${connection}; ${code}.catch(() => undefined)`;
  const args = ["--require", "sucrase/register/ts", "--eval", script];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore" });
  const limit = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const [status, signal] = (await once(child, "exit")) as [number | null, string | null];
  clearTimeout(limit);
  expect({ status, signal }).toEqual({ status: 0, signal: null });
});

test("a connection without requests schedules nothing", () => {
  jest.useFakeTimers();
  const queue = new RequestQueue({ logger: { warn: jest.fn() } });
  queue.fulfillRequest({ correlationId: 7, payload: Buffer.alloc(0), size: 0 });
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});
