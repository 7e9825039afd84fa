import { openKafka, withAdmin } from "../../kafka/connections/kafka";

/** The numbers of all messages in a topic, read from its beginning to its current end offsets. */
export async function readTopic(
  addresses: readonly string[],
  topic: string,
): Promise<ReadonlySet<number>> {
  const kafka = await openKafka({ via: "direct", addresses });
  const groupId = `drill-witness-${process.pid}-${Date.now()}`;
  const ends = new Map(
    (await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic)))
      .filter(({ high, low }) => high !== low)
      .map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const numbers = new Set<number>();
  if (ends.size === 0) return numbers;
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on("consumer.crash", ({ payload }) => reject(payload.error));
      void consumer.run({
        autoCommit: false,
        eachMessage: ({ partition, message }) => {
          numbers.add(Number(message.key?.toString()));
          if (BigInt(message.offset) + 1n >= (ends.get(partition) ?? 0n)) ends.delete(partition);
          if (ends.size === 0) resolve();
          return Promise.resolve();
        },
      });
    });
  } finally {
    await consumer.disconnect();
  }
  return numbers;
}
