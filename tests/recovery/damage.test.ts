import { setTimeout as pause } from "node:timers/promises";
import { BookKeeper, type Count } from "./books";
import { docker } from "../e2e/support/command";
import { TestStack } from "../e2e/support/stack";

// What goes wrong on a running platform, and the one command that brings it back: `make recover`. A
// producer keeps books through each fault. Each test stands on the ones before it.
let stack: TestStack;
let books: BookKeeper;

const topic = "vendas.pedido.criado";

beforeAll(async () => {
  stack = await TestStack.create("e2e-recovery", {
    kafkaUi: false,
    smokeTestMessages: 10,
    brokerHeapMiB: 512,
    topics: [{ name: topic, partitions: 3 }],
  });
  books = new BookKeeper(stack.connection, topic);
  await stack.up();
});

afterAll(async () => {
  await books.stop();
  await stack.remove();
});

/** Recovers with the producer running, then lets it go on for a while and compares its books. */
async function recoverAndCount(what: string): Promise<Count> {
  const { status, output, seconds } = await stack.make("scripts/stack/recover/main.ts");
  expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
  expect(output).toContain("Smoke test passed");
  await pause(2000);
  await books.stop();
  const count = await books.count();
  console.log(`${what}: back in ${seconds.toFixed(1)} s; ${JSON.stringify(count)}`);
  expect(count.lost).toBe(0);
  await stack.up("--expect-no-changes");
  return count;
}

/** Starts the producer and waits until it is acknowledged something. */
async function producing(): Promise<void> {
  books.start();
  await books.acknowledgedMore(50);
}

test("containers removed by hand", async () => {
  await producing();
  await docker("rm", "--force", "--volumes", `${stack.prefix}kafka`, `${stack.prefix}zookeeper`);
  await recoverAndCount("both containers removed");
});

test("the containers and their network removed by hand", async () => {
  await producing();
  await docker("rm", "--force", "--volumes", `${stack.prefix}kafka`, `${stack.prefix}zookeeper`);
  await docker("network", "rm", `${stack.prefix}kafka-platform`);
  await recoverAndCount("containers and network removed");
});

test("the broker killed and not started again", async () => {
  await producing();
  await docker("update", "--restart", "no", `${stack.prefix}kafka`);
  await docker("kill", `${stack.prefix}kafka`);
  await recoverAndCount("broker killed");
});

test("a broker that hangs", async () => {
  await producing();
  await docker("pause", `${stack.prefix}kafka`);
  await pause(1000);
  await recoverAndCount("broker paused");
});

test("ZooKeeper gone for a minute", async () => {
  await producing();
  const before = books.acknowledgedCount;
  await docker("stop", `${stack.prefix}zookeeper`);
  await pause(60_000);
  const { acknowledged } = await recoverAndCount("ZooKeeper gone for 60 s");
  expect(acknowledged).toBeGreaterThan(before);
});

test("ZooKeeper gone for a minute and started again by itself needs no command", async () => {
  await producing();
  await docker("stop", `${stack.prefix}zookeeper`);
  await pause(60_000);
  await docker("start", `${stack.prefix}zookeeper`);
  await pause(10_000);
  const middle = books.acknowledgedCount;
  await pause(5_000);
  expect(books.acknowledgedCount).toBeGreaterThan(middle);
  await recoverAndCount("ZooKeeper gone for 60 s and back");
});

test("a recovery of a platform that works changes nothing", async () => {
  const ids = () => docker("ps", "--quiet", "--no-trunc", "--filter", `name=^${stack.prefix}`);
  const before = await ids();
  await producing();
  await recoverAndCount("nothing was wrong");
  expect(await ids()).toEqual(before);
});

test("an update that still runs is left alone", async () => {
  stack.configure({ brokerSettings: { "log.retention.hours": 48 } });
  const update = stack.up();
  await pause(6000);
  const { status, output } = await stack.make("scripts/stack/recover/main.ts");
  expect(status).not.toBe(0);
  expect(output).toContain("Another update of this stack is in progress");
  await update;
  await stack.up("--expect-no-changes");
});
