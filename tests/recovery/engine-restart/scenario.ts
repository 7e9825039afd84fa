import { setTimeout as pause } from "node:timers/promises";
import { BookKeeper } from "../books";
import { run } from "../../e2e/support/command";
import { TestStack } from "../../e2e/support/stack";
import { OwnEngine } from "./own-engine";

// Run in a network namespace of its own: a platform on an engine that is restarted under a producer.
// What it counts it prints as JSON, a line for each restart.
const topic = "vendas.pedido.criado";

async function scenario(): Promise<void> {
  await run("ip", ["link", "set", "lo", "up"]);
  const engine = new OwnEngine();
  try {
    await engine.start();
    process.env.DOCKER_HOST = engine.host;
    const stack = await TestStack.create("e2e-engine", {
      kafkaUi: false,
      smokeTestMessages: 10,
      brokerHeapMiB: 512,
      topics: [{ name: topic, partitions: 3 }],
    });
    await engine.load([String(stack.get("brokerImage")), String(stack.get("zookeeperImage"))]);
    await stack.up();
    const books = new BookKeeper(stack.connection, topic);
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      books.start();
      await books.acknowledgedMore(100);
      await engine.stop(signal);
      await pause(2000);
      await engine.start();
      const { status, output, seconds } = await stack.make("scripts/stack/recover/main.ts");
      if (status !== 0) throw new Error(output);
      await pause(2000);
      await books.stop();
      const count = await books.count();
      const changed = await stack.attempt(["up", "--yes", "--skip-preview", "--expect-no-changes"]);
      console.log(JSON.stringify({ signal, seconds, count, unchanged: changed.status === 0 }));
    }
    await stack.remove();
  } finally {
    await engine.remove();
  }
}

scenario()
  .then(() => process.exit(0))
  .catch((error: unknown) => {
    console.error(error);
    // The producer may still be at it.
    process.exit(1);
  });
