import { Kafka, logLevel, Partitioners } from "kafkajs";

/** Messages that are sent in one transaction, and how it ends. */
export interface Transaction {
  readonly values: readonly string[];
  readonly end: "commit" | "abort";
}

const client = (bootstrap: string) =>
  new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 8 } });

/** Writes to the first partition of a topic, one transaction after the other, by one transactional producer. */
export async function writeInTransactions(
  bootstrap: string,
  topic: string,
  transactions: readonly Transaction[],
): Promise<void> {
  const producer = client(bootstrap).producer({
    transactionalId: `test of ${topic}`,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    for (const { values, end } of transactions) {
      const transaction = await producer.transaction();
      await transaction.send({
        topic,
        acks: -1,
        messages: values.map((value) => ({ partition: 0, value })),
      });
      await transaction[end]();
    }
  } finally {
    await producer.disconnect();
  }
}

/** Everything that a new group reads of a topic's first partition, to its end, in order. */
export async function readAll(
  bootstrap: string,
  topic: string,
  isolation: "read_committed" | "read_uncommitted",
): Promise<string[]> {
  const kafka = client(bootstrap);
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
  const end = BigInt(offsets.find(({ partition }) => partition === 0)?.high ?? 0);
  const consumer = kafka.consumer({
    groupId: `test of ${topic}, ${isolation}`,
    readUncommitted: isolation === "read_uncommitted",
  });
  const values: string[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      // A batch of markers, or of what was aborted, ends a fetch too.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
        if (payload.partition === 0 && BigInt(payload.lastOffset) + 1n >= end) resolve();
      });
      consumer
        .run({
          eachBatchAutoResolve: true,
          eachBatch: ({ batch }) => {
            if (batch.partition === 0) {
              values.push(...batch.messages.map(({ value }) => String(value)));
            }
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return values;
}
