import { Kafka, logLevel, Partitioners } from "kafkajs";
import { settings } from "./settings.mjs";

/** How kafkajs finds the partition of a key: as Java does, and the other clients of the examples. */
export const partitioner = Partitioners.DefaultPartitioner;

/** The brokers. A failed request is sent again, after pauses that grow from 0.2 to 2 seconds, for as long as its caller waits. */
export const kafka = new Kafka({
  clientId: "kafka-example-node",
  brokers: settings.brokers,
  logLevel: logLevel.WARN,
  retry: {
    initialRetryTime: 200,
    maxRetryTime: 2_000,
    retries: Number.MAX_SAFE_INTEGER,
  },
});

/** A producer that writes once what it sends again. kafkajs promises that for one request at a time. */
export function openProducer() {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: partitioner,
  });
}

/** What a promise resolves to. @throws Error if it has not settled by the deadline: kafkajs has none of its own */
export async function beforeDeadline(promise, what) {
  let timer;
  const expiry = new Promise((_, reject) => {
    const message = `${what}: not done after ${settings.deadlineSeconds} s`;
    timer = setTimeout(() => reject(new Error(message)), settings.deadlineSeconds * 1_000);
  });
  return Promise.race([promise, expiry]).finally(() => clearTimeout(timer));
}
