import { setTimeout as pause } from "node:timers/promises";
import { CompressionTypes, type Producer } from "kafkajs";
import { openKafka, withoutRetries } from "../../kafka/connections/kafka";
import type { DirectConnection } from "../../targets/connection";
import { until } from "../support/until";

/** What a producer was told, and what can be read back. */
export interface Count {
  readonly acknowledged: number;
  /** Attempts that failed, which say nothing about whether the message is there. */
  readonly failed: number;
  readonly delivered: number;
  /** Delivered more than once, as a producer that tries again may cause. */
  readonly duplicated: number;
  /** Acknowledged and not delivered. */
  readonly lost: number;
}

/**
 * A producer that keeps books: it goes on through faults, notes what the brokers acknowledged (all
 * in-sync copies), and in the end reads the topic from its beginning to compare.
 */
export class BookKeeper {
  private readonly acknowledged = new Set<string>();
  private failed = 0;
  private next = 0;
  private running = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: DirectConnection,
    private readonly topic: string,
  ) {}

  get acknowledgedCount(): number {
    return this.acknowledged.size;
  }

  /** Waits for further messages to be acknowledged. @throws Error after two minutes */
  async acknowledgedMore(count: number): Promise<void> {
    const wanted = this.acknowledged.size + count;
    await until(() => this.acknowledged.size >= wanted, {
      what: `${count} acknowledged messages`,
      seconds: 120,
    });
  }

  /** Produces until {@link stop}, some messages at a time. */
  start(bytes = 100, batch = 10): void {
    this.running = true;
    this.loop = this.produce("x".repeat(bytes), batch);
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.loop;
  }

  /** Produces for a while, with nothing else going on. */
  async produceFor(milliseconds: number): Promise<void> {
    this.start();
    await pause(milliseconds);
    await this.stop();
  }

  private async produce(filler: string, batch: number): Promise<void> {
    while (this.running) {
      const kafka = await openKafka(this.connection, {
        retry: { retries: 1 },
        requestTimeout: 5000,
      });
      const producer = kafka.producer(withoutRetries);
      try {
        await producer.connect();
        while (this.running) await this.send(producer, filler, batch);
      } catch {
        this.failed += batch;
        await pause(300);
      } finally {
        await producer.disconnect().catch(() => undefined);
      }
    }
  }

  private async send(producer: Producer, filler: string, batch: number): Promise<void> {
    const keys = Array.from({ length: batch }, () => String(this.next++));
    await producer.send({
      topic: this.topic,
      acks: -1,
      compression: CompressionTypes.None,
      messages: keys.map((key) => ({ key, value: filler })),
    });
    for (const key of keys) this.acknowledged.add(key);
    await pause(20);
  }

  /** Reads the whole topic and compares. */
  async count(): Promise<Count> {
    const kafka = await openKafka(this.connection);
    const admin = kafka.admin();
    await admin.connect();
    const offsets = await admin.fetchTopicOffsets(this.topic);
    await admin.disconnect();
    const left = new Set(
      offsets.filter(({ high, low }) => high !== low).map(({ partition }) => partition),
    );
    const ends = new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
    const seen = new Map<string, number>();
    const consumer = kafka.consumer({ groupId: `books-${process.pid}-${Date.now()}` });
    await consumer.connect();
    await consumer.subscribe({ topic: this.topic, fromBeginning: true });
    try {
      if (left.size > 0) {
        await new Promise<void>((resolve, reject) => {
          consumer.on("consumer.crash", ({ payload }) => reject(payload.error));
          void consumer.run({
            eachMessage: ({ partition, message }) => {
              const key = message.key?.toString() ?? "";
              seen.set(key, (seen.get(key) ?? 0) + 1);
              if (BigInt(message.offset) + 1n >= (ends.get(partition) ?? 0n))
                left.delete(partition);
              if (left.size === 0) resolve();
              return Promise.resolve();
            },
          });
        });
      }
    } finally {
      await consumer.disconnect();
    }
    return {
      acknowledged: this.acknowledged.size,
      failed: this.failed,
      delivered: seen.size,
      duplicated: [...seen.values()].reduce((sum, times) => sum + times - 1, 0),
      lost: [...this.acknowledged].filter((key) => !seen.has(key)).length,
    };
  }
}
