import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { openKafka } from "../../kafka/connections/kafka";
import { writeEntry } from "./books";

/**
 * A consumer in its own process: it continues through faults and writes every delivery of a message into
 * its book. It starts at the beginning of the topic.
 *
 * Usage: consumer.ts BOOK TOPIC GROUP HOST:PORT...
 */
async function main(): Promise<void> {
  const [book = "", topic = "", groupId = "", ...addresses] = process.argv.slice(2);
  let isStopped = false;
  let wake: () => void = () => undefined;
  process.on("SIGTERM", () => {
    isStopped = true;
    wake();
  });
  while (!isStopped) {
    const kafka = await openKafka({ via: "direct", addresses }, { requestTimeout: 5000 });
    const consumer = kafka.consumer({
      groupId,
      sessionTimeout: 10_000,
      maxWaitTimeInMs: 200,
      // The loop creates a new consumer; a restarted one would compete with it.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
    const ended = new Promise<void>((resolve) => {
      wake = resolve;
      consumer.on("consumer.crash", () => resolve());
      consumer.on("consumer.stop", () => resolve());
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommitInterval: 1000,
        eachMessage: ({ message }) => {
          const number = Number(message.key?.toString());
          appendFileSync(book, writeEntry({ what: "d", message: number, at: Date.now() }));
          return Promise.resolve();
        },
      });
      await ended;
    } catch {
      await pause(500);
    } finally {
      await consumer.disconnect().catch(() => undefined);
    }
  }
}

void main().then(() => process.exit(0));
