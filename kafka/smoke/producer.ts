import { type Admin, CompressionTypes, type Kafka, Partitioners, type Producer } from "kafkajs";
import type { SmokeMessage } from "./messages";

/** A batch of messages that was acknowledged. Times are milliseconds since the epoch. */
export interface SentBatch {
  readonly messages: number;
  readonly sentAt: number;
  readonly acknowledgedAt: number;
}

const batchSize = 100;

/** Sends messages in the order of each key: idempotent, compressed, acknowledged by all in-sync replicas. */
export async function produce(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  messages: readonly SmokeMessage[],
): Promise<SentBatch[]> {
  const producer = kafka.producer({
    idempotent: true,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const byPartition = await partitioning(admin, topic);
  try {
    await producer.connect();
    const sent: SentBatch[] = [];
    for (let from = 0; from < messages.length; from += batchSize) {
      const batch = messages.slice(from, from + batchSize);
      const sentAt = Date.now();
      await Promise.all(
        byPartition(batch).map((messages) => sendToPartition(producer, topic, messages)),
      );
      sent.push({ messages: batch.length, sentAt, acknowledgedAt: Date.now() });
    }
    return sent;
  } finally {
    await producer.disconnect();
  }
}

type Addressed = SmokeMessage & { readonly partition: number };

// kafkajs may retry a request to one leader, not one to several: see withoutRetries in ../connections/kafka.ts.
async function sendToPartition(
  producer: Producer,
  topic: string,
  messages: Addressed[],
): Promise<void> {
  await producer.send({ topic, acks: -1, compression: CompressionTypes.GZIP, messages });
}

async function partitioning(
  admin: Admin,
  topic: string,
): Promise<(messages: readonly SmokeMessage[]) => Addressed[][]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitionMetadata = topics[0]?.partitions ?? [];
  const partitionOf = Partitioners.DefaultPartitioner();
  return (messages) => {
    const groups = new Map<number, Addressed[]>();
    for (const message of messages) {
      const partition = partitionOf({ topic, partitionMetadata, message });
      groups.set(partition, [...(groups.get(partition) ?? []), { ...message, partition }]);
    }
    return [...groups.values()];
  };
}
