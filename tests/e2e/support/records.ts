import { type IHeaders, Kafka, logLevel } from "kafkajs";
import { until } from "../../support/until";

/** A record as a topic holds it. */
export interface HeldRecord {
  readonly partition: number;
  readonly offset: string;
  readonly key: string | undefined;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client of the test's own; brokers of tests restart. */
export function kafkaClient(bootstrap: string): Kafka {
  return new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 8 } });
}

/** Number of records that a topic holds by now, without transactions. */
export async function countRecords(bootstrap: string, topic: string): Promise<number> {
  const admin = kafkaClient(bootstrap).admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

/** Every record that a topic holds by now. */
export async function readTopic(bootstrap: string, topic: string): Promise<HeldRecord[]> {
  const count = await countRecords(bootstrap, topic);
  const records: HeldRecord[] = [];
  const groupId = `witness of ${topic} ${Date.now()}`;
  const consumer = kafkaClient(bootstrap).consumer({ groupId, maxWaitTimeInMs: 200 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: ({ partition, message: { offset, key, value, headers = {} } }) => {
        records.push({ partition, offset, key: key?.toString(), value, headers: texts(headers) });
        return Promise.resolve();
      },
    });
    await until(() => records.length >= count, { what: `${count} records of ${topic}` });
  } finally {
    await consumer.disconnect();
  }
  return records;
}

function texts(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
