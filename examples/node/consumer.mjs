// Applies orders to a ledger, each of them once in effect.
import { kafka, openProducer } from "./kafka.mjs";
import { Ledger } from "./ledger.mjs";
import { decode, MalformedOrderError } from "./order.mjs";
import { settings } from "./settings.mjs";
import { stopOnSignals } from "./stopping.mjs";

const stop = stopOnSignals();
const ledger = new Ledger(settings.ledger);
const producer = openProducer();
const consumer = kafka.consumer({
  groupId: settings.group,
  // The partitions of a consumer that was killed go to others after this time.
  sessionTimeout: 10_000,
  // A fetch returns after half a second, message or not: the consumer stops as quickly.
  maxWaitTimeInMs: 500,
  allowAutoTopicCreation: false,
});
const counts = { applied: 0, repeated: 0, rejected: 0 };

// kafkajs begins again after what may pass, such as a broker that restarts; anything else ends the program.
consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
  if (restart) return;
  console.error(`Stopped, with nothing committed that was not processed: ${error.message}`);
  process.exit(1);
});
stop.addEventListener("abort", close);

await producer.connect();
await consumer.connect();
await consumer.subscribe({ topics: [settings.topic], fromBeginning: true });
await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });

async function eachBatch({ batch, resolveOffset, heartbeat, isRunning, isStale }) {
  let next;
  for (const message of batch.messages) {
    if (stop.aborted || !isRunning() || isStale()) break;
    await handle(batch, message);
    resolveOffset(message.offset);
    next = String(BigInt(message.offset) + 1n);
    await heartbeat();
  }
  if (next === undefined) return;
  const { topic, partition } = batch;
  await consumer.commitOffsets([{ topic, partition, offset: next }]);
  console.error(`orders so far: ${JSON.stringify(counts)}`);
}

/** Resolves when the record's effect is durable: then, and not before, its offset may be committed. */
async function handle(batch, message) {
  try {
    counts[ledger.apply(decode(message.value)) ? "applied" : "repeated"] += 1;
  } catch (error) {
    if (!(error instanceof MalformedOrderError)) throw error;
    await reject(batch, message, error.message);
    counts.rejected += 1;
  }
}

/** Writes a record to the dead-letter topic, its key and value as they were, with why and where it was rejected. */
async function reject({ topic, partition }, { key, value, offset }, reason) {
  const facts = { reason, topic, partition: String(partition), offset, group: settings.group };
  const headers = Object.fromEntries(
    Object.entries(facts).map(([name, text]) => [`dead-letter.${name}`, text]),
  );
  await producer.send({ topic: settings.rejectedTopic, messages: [{ key, value, headers }] });
}

/** Leaves the group, whose other members get the partitions at once. */
async function close() {
  // Where no broker answers, kafkajs waits for one. What is not committed comes again, without effect.
  setTimeout(() => process.exit(), 5_000).unref();
  await consumer.disconnect();
  await producer.disconnect();
  ledger.close();
}
