// Sends sample orders.
import { CompressionTypes } from "kafkajs";
import { beforeDeadline, kafka, openProducer, partitioner } from "./kafka.mjs";
import { encode } from "./order.mjs";
import { sampleOrders } from "./sample.mjs";
import { settings } from "./settings.mjs";
import { stopOnSignals } from "./stopping.mjs";

const { topic } = settings;
const batchSize = 100;
const orders = sampleOrders(stopOnSignals());
const producer = openProducer();
let acknowledged = 0;

try {
  const choosePartition = await beforeDeadline(connect(), `connecting to ${settings.brokers}`);
  const batches = new Map();
  for await (const order of orders) {
    const message = encode(order);
    const partition = choosePartition(message);
    const batch = batches.get(partition) ?? [];
    batches.set(partition, [...batch, message]);
    if (batch.length + 1 >= batchSize) await send(batches, partition);
  }
  for (const partition of [...batches.keys()]) await send(batches, partition);
} catch (error) {
  console.error(
    `${error.message}\nSend the orders again with the same --run: what arrived twice is applied once.`,
  );
  process.exitCode = 1;
}
console.log(`${acknowledged} orders acknowledged`);
// What kafkajs is still trying would keep the process alive.
if (process.exitCode) process.exit();
await producer.disconnect();

/** Connects, and learns the topic's partitions. */
async function connect() {
  await producer.connect();
  const admin = kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  const choose = partitioner();
  return (message) => choose({ topic, partitionMetadata: topics[0].partitions, message });
}

/**
 * Sends one partition's batch. In a `send` to several partitions that it repeats, kafkajs can report records as
 * acknowledged that are lost (https://github.com/tulios/kafkajs/pull/1798).
 */
async function send(batches, partition) {
  const messages = batches.get(partition).map((message) => ({ ...message, partition }));
  batches.delete(partition);
  const sent = producer.send({ topic, acks: -1, compression: CompressionTypes.GZIP, messages });
  await beforeDeadline(sent, `sending ${messages.length} orders to ${topic}`);
  acknowledged += messages.length;
}
