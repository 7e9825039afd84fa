import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { aliveCommand } from "../../../components/alive-check";

// The script runs for real against ports of this machine; the processes that it looks at are files.
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "alive-check-"));
  setProcess(1, 1, 100);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A process in a session that has taken so much processor time. */
function setProcess(pid: number, session: number, time: number, read = 0): void {
  const own = path.join(folder, String(pid));
  mkdirSync(own, { recursive: true });
  const stat = `${pid} (a (b) c) S 0 ${pid} ${session} 0 -1 4 5 6 7 8 ${time} 2 3 4 20 0 1 0 99`;
  writeFileSync(path.join(own, "stat"), `${stat}\n`);
  writeFileSync(path.join(own, "io"), `rchar: ${read}\nwchar: 0\n`);
}

/** @param patience Seconds after which who asks gives up by itself. Default: never. */
async function isAlive(port: number, patience?: number): Promise<boolean> {
  const limit = patience === undefined ? "" : `-t ${patience}`;
  const asks = `exec 3<>/dev/tcp/localhost/${port} && printf ask >&3 && read -r ${limit} -n 1 <&3`;
  const places = { processes: folder, notes: folder };
  const [program = "", ...args] = aliveCommand(port, asks, places);
  const child = spawn(program, args, { stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [number];
  return code === 0;
}

/** Serves a port for a while, by what becomes of a connection. */
async function serving(serve: (socket: Socket) => void, use: (port: number) => Promise<void>) {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    serve(socket);
  }).listen(0, "localhost");
  await once(server, "listening");
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  }
}

const answer = (socket: Socket) => void socket.once("data", () => socket.write("Mode: x"));
const closedPort = 1;

test("a server that answers is alive, whatever its processes do", async () => {
  await serving(answer, async (port) => {
    for (let times = 0; times < 3; times++) expect(await isAlive(port)).toBe(true);
  });
});

test("a server whose port is closed is alive as long as it gets on: log recovery takes its time", async () => {
  expect(await isAlive(closedPort)).toBe(true);
  expect(await isAlive(closedPort)).toBe(false);
  setProcess(1, 1, 101);
  expect(await isAlive(closedPort)).toBe(true);
  // It only reads now.
  setProcess(1, 1, 101, 4096);
  expect(await isAlive(closedPort)).toBe(true);
  // What it has started works for it, as the tool that waits for ZooKeeper.
  setProcess(7, 1, 5);
  expect(await isAlive(closedPort)).toBe(true);
  setProcess(7, 1, 6);
  expect(await isAlive(closedPort)).toBe(true);
  expect(await isAlive(closedPort)).toBe(false);
  // Checks like this one are no sign of life.
  setProcess(8, 8, 5);
  expect(await isAlive(closedPort)).toBe(false);
});

test("a server that has answered and now only listens hangs, though its threads still spin", async () => {
  let isHanging = true;
  const hang = (socket: Socket) => (isHanging ? undefined : answer(socket));
  await serving(hang, async (port) => {
    // It has yet to answer for the first time: a ZooKeeper server that reads its snapshot.
    expect(await isAlive(port, 1)).toBe(true);
    isHanging = false;
    expect(await isAlive(port)).toBe(true);
    isHanging = true;
    setProcess(1, 1, 200);
    // Who asks would wait for ever, and is cut off.
    expect(await isAlive(port)).toBe(false);
  });
}, 40_000);
