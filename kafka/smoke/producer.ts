import { CompressionTypes, type Kafka, Partitioners } from "kafkajs";
import type { SmokeMessage } from "./messages";

/** A batch of messages that was acknowledged. Times are milliseconds since the epoch. */
export interface SentBatch {
  readonly messages: number;
  readonly sentAt: number;
  readonly acknowledgedAt: number;
}

const batchSize = 100;

/** Sends messages in their order: idempotent, compressed, acknowledged by all in-sync replicas. */
export async function produce(
  kafka: Kafka,
  topic: string,
  messages: readonly SmokeMessage[],
): Promise<SentBatch[]> {
  const producer = kafka.producer({
    idempotent: true,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    const sent: SentBatch[] = [];
    for (let from = 0; from < messages.length; from += batchSize) {
      const batch = messages.slice(from, from + batchSize);
      const sentAt = Date.now();
      await producer.send({
        topic,
        acks: -1,
        compression: CompressionTypes.GZIP,
        messages: [...batch],
      });
      sent.push({ messages: batch.length, sentAt, acknowledgedAt: Date.now() });
    }
    return sent;
  } finally {
    await producer.disconnect();
  }
}
