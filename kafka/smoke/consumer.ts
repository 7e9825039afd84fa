import type { Consumer, Kafka } from "kafkajs";
import type { ReceivedMessage } from "./messages";

/** A message with the time at which the consumer had it: milliseconds since the epoch. */
export interface TimedMessage extends ReceivedMessage {
  readonly receivedAt: number;
}

/**
 * A consumer in a fresh group that starts behind the messages that are there, keeps those that
 * `wanted` accepts and commits nothing by itself.
 */
export class RecordingConsumer {
  readonly received: TimedMessage[] = [];
  /** Offset of the next message by partition: what has to be committed. */
  readonly nextOffsets = new Map<number, string>();
  private readonly consumer: Consumer;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(
    kafka: Kafka,
    readonly groupId: string,
    private readonly topic: string,
    private readonly wanted: (message: ReceivedMessage) => boolean,
  ) {
    this.consumer = kafka.consumer({ groupId, sessionTimeout: 15000, maxWaitTimeInMs: 100 });
  }

  /** Returns when the consumer has its partitions and stands at their ends. */
  async join(timeoutSeconds: number): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [this.topic], fromBeginning: false });
    // Joining alone is not enough: where "the end" is, the consumer finds out before its first fetch.
    const fetched = new Promise<void>((resolve) => {
      this.consumer.on(this.consumer.events.FETCH, () => resolve());
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      this.failure = payload.error;
      this.wake();
    });
    await this.consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message }) => {
        const received = { key: message.key?.toString(), value: message.value?.toString() };
        if (this.wanted(received)) this.received.push({ ...received, receivedAt: Date.now() });
        this.nextOffsets.set(partition, (BigInt(message.offset) + 1n).toString());
        this.wake();
        return Promise.resolve();
      },
    });
    await this.waitFor(fetched, timeoutSeconds, () => "the consumer group did not form");
  }

  /** Returns when `count` messages have arrived; throws what is missing after the time. */
  async receive(count: number, timeoutSeconds: number): Promise<void> {
    const complete = new Promise<void>((resolve, reject) => {
      this.wake = () => {
        if (this.failure) reject(this.failure);
        else if (this.received.length >= count) resolve();
      };
      this.wake();
    });
    await this.waitFor(
      complete,
      timeoutSeconds,
      () => `${this.received.length} of ${count} messages arrived`,
    );
  }

  /** Commits everything received. */
  async commit(): Promise<void> {
    await this.consumer.commitOffsets(
      [...this.nextOffsets].map(([partition, offset]) => ({
        topic: this.topic,
        partition,
        offset,
      })),
    );
  }

  async disconnect(): Promise<void> {
    await this.consumer.disconnect();
  }

  private async waitFor(
    work: Promise<void>,
    timeoutSeconds: number,
    missing: () => string,
  ): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(this.failure ?? new Error(`${missing()} within ${timeoutSeconds} s`)),
        timeoutSeconds * 1000,
      );
    });
    try {
      await Promise.race([work, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
