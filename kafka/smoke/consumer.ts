import type { Consumer, Kafka, KafkaMessage } from "kafkajs";
import { retryTransient, withAdmin } from "../connections/kafka";
import type { ReceivedMessage } from "./messages";

/** A message with the time at which the consumer received it: milliseconds since the epoch. */
export interface TimedMessage extends ReceivedMessage {
  readonly receivedAt: number;
}

/**
 * A consumer in a fresh group that starts after the existing messages, keeps those that `wanted` accepts and
 * commits nothing by itself. If a broker goes away or the group's coordinator changes, it joins again and
 * continues where it was.
 */
export class RecordingConsumer {
  readonly received: TimedMessage[] = [];
  /** Offset of the next message by partition: what must be committed. */
  readonly nextOffsets = new Map<number, string>();
  private readonly consumer: Consumer;
  private hasJoined = false;
  /** Why kafkajs last gave up, and whether it will not restart by itself. */
  private crash: { readonly error: Error; readonly isFinal: boolean } | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly kafka: Kafka,
    readonly groupId: string,
    private readonly topic: string,
    private readonly wanted: (message: ReceivedMessage) => boolean,
  ) {
    this.consumer = kafka.consumer({
      groupId,
      sessionTimeout: 10000,
      // No other member is in the group: a rebalance can only wait for a lost attempt of this consumer.
      rebalanceTimeout: 10000,
      maxWaitTimeInMs: 100,
    });
  }

  /** Resolves when the consumer has its partitions and is at their end offsets as of the call. */
  async join(timeoutSeconds: number): Promise<void> {
    for (const { partition, offset } of await this.endOffsets(timeoutSeconds)) {
      this.nextOffsets.set(partition, offset);
    }
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [this.topic] });
    this.consumer.on(this.consumer.events.GROUP_JOIN, () => {
      // Without committed offsets, kafkajs would start at the end each time it joins.
      for (const [partition, offset] of this.nextOffsets) {
        this.consumer.seek({ topic: this.topic, partition, offset });
      }
      this.hasJoined = true;
      this.wake();
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload: { error, restart } }) => {
      this.crash = { error, isFinal: !restart };
      this.wake();
    });
    await this.consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message }) => {
        this.keep(partition, message);
        return Promise.resolve();
      },
    });
    await this.waitUntil(
      () => this.hasJoined,
      timeoutSeconds,
      () => "the consumer group did not form",
    );
  }

  /** Resolves when `count` messages have arrived; after the timeout, throws an error that says what is missing. */
  async receive(count: number, timeoutSeconds: number): Promise<void> {
    await this.waitUntil(
      () => this.received.length >= count,
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

  /**
   * Brokers that have just started elect the preferred leaders after five seconds, and a kafkajs admin client
   * keeps asking the old leaders: each attempt uses a new client.
   */
  private endOffsets(timeoutSeconds: number) {
    return retryTransient(
      () => withAdmin(this.kafka, (admin) => admin.fetchTopicOffsets(this.topic)),
      timeoutSeconds,
    );
  }

  private keep(partition: number, { offset, key, value }: KafkaMessage): void {
    // A batch that was being processed when the consumer joined again is delivered once more.
    if (BigInt(offset) < BigInt(this.nextOffsets.get(partition) ?? 0)) return;
    const received = { key: key?.toString(), value: value?.toString() };
    if (this.wanted(received)) this.received.push({ ...received, receivedAt: Date.now() });
    this.nextOffsets.set(partition, (BigInt(offset) + 1n).toString());
    this.wake();
  }

  private waitUntil(
    isDone: () => boolean,
    timeoutSeconds: number,
    missing: () => string,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const cause = this.crash?.error;
        reject(new Error(`${missing()} within ${timeoutSeconds} s`, { cause }));
      }, timeoutSeconds * 1000);
      this.wake = () => {
        if (isDone()) resolve();
        else if (this.crash?.isFinal) reject(this.crash.error);
        else return;
        clearTimeout(timer);
      };
      this.wake();
    });
  }
}
