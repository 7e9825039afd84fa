import type { Consumer, Kafka, KafkaMessage } from "kafkajs";
import { retryTransient, withAdmin } from "../connection";
import type { ReceivedMessage } from "./messages";

/** A message with the time at which the consumer had it: milliseconds since the epoch. */
export interface TimedMessage extends ReceivedMessage {
  readonly receivedAt: number;
}

/**
 * A consumer in a fresh group that starts behind the messages that are there, keeps those that
 * `wanted` accepts and commits nothing by itself. Where a broker goes away or the group's coordinator
 * becomes another, it joins again and goes on where it was.
 */
export class RecordingConsumer {
  readonly received: TimedMessage[] = [];
  /** Offset of the next message by partition: what has to be committed. */
  readonly nextOffsets = new Map<number, string>();
  private readonly consumer: Consumer;
  private hasJoined = false;
  /** Why kafkajs last gave up, and whether it does not begin anew by itself. */
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
      // Nobody else is in the group: whoever is waited for is an attempt of its own that got lost.
      rebalanceTimeout: 10000,
      maxWaitTimeInMs: 100,
    });
  }

  /** Returns when the consumer has its partitions and stands at their ends, as they were at the call. */
  async join(timeoutSeconds: number): Promise<void> {
    for (const { partition, offset } of await this.endOffsets(timeoutSeconds)) {
      this.nextOffsets.set(partition, offset);
    }
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [this.topic] });
    this.consumer.on(this.consumer.events.GROUP_JOIN, () => {
      // Without committed offsets kafkajs would begin at the end, each time that it joins.
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

  /** Returns when `count` messages have arrived; throws what is missing after the time. */
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
   * Brokers that have just started elect the preferred leaders after five seconds, and an admin client of
   * kafkajs goes on asking the old ones: each attempt is a client of its own.
   */
  private endOffsets(timeoutSeconds: number) {
    return retryTransient(
      () => withAdmin(this.kafka, (admin) => admin.fetchTopicOffsets(this.topic)),
      timeoutSeconds,
    );
  }

  private keep(partition: number, { offset, key, value }: KafkaMessage): void {
    // A batch that was at work when the group was joined again comes once more.
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
