import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { openKafka, withoutRetries } from "../../kafka/connections/kafka";
import { writeEntry } from "./books";

/**
 * A producer in its own process: it continues through faults, numbers its messages and writes into its
 * book which of them the brokers acknowledged. On SIGTERM it finishes the current batch and ends.
 *
 * Usage: producer.ts BOOK TOPIC MESSAGES-PER-SECOND HOST:PORT...
 */
async function main(): Promise<void> {
  const [book = "", topic = "", perSecond = "100", ...addresses] = process.argv.slice(2);
  const batch = Math.max(1, Math.round(Number(perSecond) / 10));
  let [next, isStopped] = [0, false];
  process.on("SIGTERM", () => (isStopped = true));
  const note = (what: "a" | "f", messages: readonly number[]) => {
    const at = Date.now();
    appendFileSync(book, messages.map((message) => writeEntry({ what, message, at })).join(""));
  };
  while (!isStopped) {
    const patience = { retry: { retries: 1 }, connectionTimeout: 2000, requestTimeout: 5000 };
    const kafka = await openKafka({ via: "direct", addresses }, patience);
    const producer = kafka.producer(withoutRetries);
    try {
      await producer.connect();
      while (!isStopped) {
        const numbers = Array.from({ length: batch }, () => next++);
        const due = Date.now() + 100;
        try {
          await producer.send({
            topic,
            acks: -1,
            messages: numbers.map((number) => ({ key: String(number), value: "x".repeat(200) })),
          });
          note("a", numbers);
        } catch (error) {
          note("f", numbers);
          throw error;
        }
        await pause(Math.max(0, due - Date.now()));
      }
    } catch {
      await pause(300);
    } finally {
      await producer.disconnect().catch(() => undefined);
    }
  }
}

void main().then(() => process.exit(0));
