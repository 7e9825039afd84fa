import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { BookKeeper } from "./books";
import { docker, run } from "../e2e/support/command";
import { TestStack } from "../e2e/support/stack";

// The volume of the broker runs full under load, is made bigger, and the platform comes back. The volume
// is a small file system in memory that the test mounts, which takes root on Linux, with the engine on
// this machine.
const mayMount =
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  !process.env.DOCKER_HOST?.includes("tcp");
const folder = mkdtempSync(path.join(tmpdir(), "disk-full-"));
const topic = "vendas.pedido.criado";
let stack: TestStack;
let books: BookKeeper | undefined;

beforeAll(async () => {
  stack = await TestStack.create("e2e-full", {
    kafkaUi: false,
    smokeTestMessages: 10,
    brokerHeapMiB: 512,
    topics: [{ name: topic, partitions: 1 }],
  });
});

afterAll(async () => {
  await books?.stop();
  await stack.remove();
  if (mayMount) await run("umount", [folder]);
  rmSync(folder, { recursive: true });
});

(mayMount ? test : test.skip)(
  "a volume that is full",
  async () => {
    await run("mount", ["-t", "tmpfs", "-o", "size=64m,mode=0777", "none", folder]);
    // The provider takes over a volume of this name, which the label says to be the stack's.
    await docker(
      ...["volume", "create", "--label", `kafka-platform.stack=${stack.name}`],
      ...["--opt", "type=none", "--opt", "o=bind"],
      ...["--opt", `device=${folder}`, `${stack.prefix}kafka-data`],
    );
    await stack.up();
    books = new BookKeeper(stack.connection, topic);
    books.start(20_000, 20);
    const isDown = async () => {
      const [state] = await docker(
        "inspect",
        "--format",
        "{{.State.Status}} {{.RestartCount}}",
        `${stack.prefix}kafka`,
      );
      return state !== "running 0";
    };
    const deadline = Date.now() + 120_000;
    while (!(await isDown()) && Date.now() < deadline) await pause(500);
    expect(await isDown()).toBe(true);
    const log = async () => (await docker("logs", `${stack.prefix}kafka`)).join("\n");
    expect(await log()).toMatch(/No space left on device|SIGBUS/);
    // From here on it sends no more than what the bigger volume holds.
    await books.stop();
    const full = books.acknowledgedCount;
    books.start();
    expect(full).toBeGreaterThan(500);

    // A start on the full volume would spoil what comes to light only at the next crash, and not each time.
    await pause(5000);
    const waiting = await log();
    expect(waiting).toMatch(/The volume at \/var\/lib\/kafka\/data is full/);
    expect(waiting.match(/INFO starting \(kafka\.server\.KafkaServer\)/g)).toHaveLength(1);
    await run("mount", ["-o", "remount,size=512m", folder]);
    const { status, output, seconds } = await stack.make("scripts/stack/recover/main.ts");
    expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
    expect(await log()).toMatch(/Recovering \d+ logs .* since no clean shutdown file was found/);
    await books.acknowledgedMore(100);
    await docker("kill", `${stack.prefix}kafka`);
    await docker("start", `${stack.prefix}kafka`);
    await books.acknowledgedMore(100);
    await books.stop();
    const count = await books.count();
    console.log(`volume full: back in ${seconds.toFixed(1)} s; ${JSON.stringify(count)}`);
    expect(count.lost).toBe(0);
    await stack.up("--expect-no-changes");
  },
  900_000,
);
