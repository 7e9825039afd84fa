import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { findPortConflicts } from "../../../targets/docker/preflight";
import { openEngine } from "../../../targets/docker/open-engine";

// An engine that takes every connection and says nothing, as one that hangs does.
const sockets: Socket[] = [];
let server: Server;
const before = process.env.DOCKER_HOST;

beforeAll(async () => {
  server = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.DOCKER_HOST = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
  for (const socket of sockets) socket.destroy();
  server.close();
});

test("an engine that says nothing is given up, with its address and what to do", async () => {
  await expect(findPortConflicts([], { namePrefix: "", order: [] }, 200)).rejects.toThrow(
    `No Docker engine answers at ${process.env.DOCKER_HOST} (it closed the connection, or did not answer for 0.2 s). Start Docker`,
  );
});

test("whatever is asked of it ends, and the connection with it", async () => {
  const asked = sockets.length;
  const engine = openEngine(200);
  const requests = [engine.info(), engine.listVolumes(), engine.getContainer("any").inspect()];
  const results = await Promise.allSettled(requests);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  const ours = sockets.slice(asked);
  expect(ours).toHaveLength(3);
  for (const socket of ours) if (!socket.closed) await once(socket.resume(), "close");
});
