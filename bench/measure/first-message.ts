import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "../../targets/connection";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";

/** The observer's topic, which no contender creates. */
const topic = "bench.first";
const pollMilliseconds = 100;

/**
 * An outside observer, the same for every contender: it tries to write one message until the brokers
 * acknowledge it.
 */
export class FirstMessage {
  private isStopped = false;
  private readonly started = performance.now();
  /** Seconds from the creation of this observer to the acknowledgement; undefined if it was stopped before. */
  readonly seconds: Promise<number | undefined>;

  constructor(private readonly connection: Connection) {
    this.seconds = this.watch();
  }

  stop(): void {
    this.isStopped = true;
  }

  private async watch(): Promise<number | undefined> {
    while (!this.isStopped) {
      try {
        await this.write();
        return (performance.now() - this.started) / 1000;
      } catch {
        await pause(pollMilliseconds);
      }
    }
    return undefined;
  }

  private async write(): Promise<void> {
    const patience = { retry: { retries: 0 }, connectionTimeout: 500, requestTimeout: 5000 };
    const kafka = await openKafka(this.connection, patience);
    await withAdmin(kafka, (admin) =>
      admin.createTopics({ topics: [{ topic }], waitForLeaders: true }),
    );
    const producer = kafka.producer();
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [{ value: "first" }] });
    } finally {
      await producer.disconnect();
    }
  }
}
