import { once } from "node:events";
import net from "node:net";
import { openPorts } from "../../../kafka/connections/open-ports";
import type { Forward } from "../../../kafka/connections/port-forward";
import type { KubernetesConnection } from "../../../targets/connection";

const connection: KubernetesConnection = {
  via: "kubernetes",
  namespace: "lab",
  context: "",
  kubeconfig: "",
  addresses: ["kafka-0.kafka.lab.svc:9092"],
};
const to = "kafka-0.kafka.lab.svc:29092";
const opened: { close(): void }[] = [];
const sockets: net.Socket[] = [];

afterEach(async () => {
  opened.splice(0).forEach((each) => each.close());
  // Other tests of this process count what is open.
  for (const socket of sockets.splice(0)) {
    socket.destroy();
    if (!socket.closed) await once(socket, "close");
  }
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
}

/** Opens a port whose way is there only after some attempts, and gives back what is told. */
async function open(failures: number, pauses: readonly number[]) {
  const told: string[] = [];
  const asked: string[] = [];
  const forward: Forward = (host, port, stream) => {
    asked.push(`${host}:${port}`);
    sockets.push(stream);
    if (asked.length <= failures) return Promise.reject(new Error("no such pod"));
    stream.on("data", (data: Buffer) => stream.write(`answer to ${data.toString()}`));
    return Promise.resolve(null);
  };
  const port = await freePort();
  const report = (line: string) => void told.push(line);
  opened.push(await openPorts(connection, [{ port, to }], report, { forward, pauses }));
  return { port, told, asked };
}

async function ask(port: number): Promise<string> {
  const client = net.connect(port, "127.0.0.1");
  sockets.push(client);
  client.write("hello");
  const answer = await Promise.race([
    once(client, "data").then(([data]) => String(data)),
    once(client, "close").then(() => "closed"),
  ]);
  return answer;
}

test("what a client sends while its pod is not there reaches it once it is", async () => {
  const { port, told, asked } = await open(3, [1, 1, 1, 1]);
  expect(await ask(port)).toBe("answer to hello");
  expect(asked).toEqual([to, to, to, to]);
  expect(told).toEqual([`${to} is gone, trying again: no such pod`, `${to} is back.`]);
  expect(await ask(port)).toBe("answer to hello");
  expect(told).toHaveLength(2);
});

test("a pod that stays away is asked for a limited number of times, told once, and the client let go", async () => {
  const { port, told, asked } = await open(100, [1, 1]);
  expect(await ask(port)).toBe("closed");
  expect(await ask(port)).toBe("closed");
  expect(asked).toHaveLength(6);
  expect(told).toHaveLength(1);
});

test("without clients nothing is tried", async () => {
  const { asked } = await open(100, [1]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toEqual([]);
});

test("a port that is taken is named, and none stays open", async () => {
  const holder = net.createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port: taken } = holder.address() as net.AddressInfo;
  const free = await freePort();
  const ports = [free, taken].map((port) => ({ port, to }));
  const forward: Forward = () => Promise.resolve(null);
  await expect(openPorts(connection, ports, () => undefined, { forward })).rejects.toThrow(
    `Port ${taken} of this machine is taken by something else`,
  );
  holder.close();
  const again = net.createServer().listen(free, "127.0.0.1");
  await once(again, "listening");
  again.close();
});
