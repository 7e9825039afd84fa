import { randomUUID } from "node:crypto";
import type { Admin } from "kafkajs";
import type { Connection } from "../../targets/connection";
import { openKafka, retryTransient } from "../connections/kafka";
import { defaultReplicationFactor } from "../topics/declaration";
import { RecordingConsumer } from "./consumer";
import { checkKafkaUi, type KafkaUiAccess } from "./kafka-ui";
import { listedTopics } from "./listed-topics";
import { messageNumber, smokeMessages, verifyMessages } from "./messages";
import { produce, type SentBatch } from "./producer";
import { latency, type SmokeResult } from "./result";
import { step } from "./steps";
import { smokeTopic } from "./topic";

/** What a smoke test does. */
export interface SmokeOptions {
  readonly connection: Connection;
  /** Number of messages, from 1. */
  readonly messages: number;
  /** Number of brokers of the platform. */
  readonly brokers: number;
  /** Names of topics that must exist. */
  readonly topics: readonly string[];
  /** The web page, which must show the cluster and these topics. Absent: there is none. */
  readonly kafkaUi?: KafkaUiAccess | undefined;
}

const timeoutSeconds = 60;

/**
 * Sends keyed JSON messages (acknowledged by all in-sync replicas, idempotent, compressed), reads them
 * in a fresh consumer group with manual commits, and checks every message, the order within each
 * key and the committed offsets. Kafka UI, if deployed, must see the cluster and its topics. The test
 * leaves its topic, with an hour's retention, but no group.
 *
 * @throws SmokeError that names the step that failed.
 */
export async function runSmokeTest(options: SmokeOptions): Promise<SmokeResult> {
  const started = Date.now();
  const kafka = await openKafka(options.connection);
  const admin = kafka.admin();
  try {
    await step("connect", () => admin.connect());
    await step("topics", () => prepareTopics(admin, options));
    const page = await step("Kafka UI", () => lookAtKafkaUi(options));
    const run = randomUUID();
    const consumer = new RecordingConsumer(
      kafka,
      `kafka-platform-smoke-${run}`,
      smokeTopic,
      ({ value }) => messageNumber(run, value) !== undefined,
    );
    try {
      await step("join group", () => consumer.join(timeoutSeconds));
      const sent = smokeMessages(run, options.messages);
      const batches = await step("produce", () => produce(kafka, admin, smokeTopic, sent));
      await step("consume", () => consumer.receive(sent.length, timeoutSeconds));
      await step("verify", () => {
        const problems = verifyMessages(run, sent, consumer.received);
        if (problems.length > 0) throw new Error(problems.join("; "));
      });
      const commit = async () => {
        await consumer.commit();
        await verifyCommits(admin, consumer);
      };
      await step("commit offsets", () => retryTransient(commit, timeoutSeconds));
      return {
        produced: sent.length,
        consumed: consumer.received.length,
        ...page,
        produceLatency: latency(
          batches.map(({ sentAt, acknowledgedAt }) => acknowledgedAt - sentAt),
        ),
        endToEndLatency: latency(endToEnd(run, batches, consumer)),
        seconds: Math.round((Date.now() - started) / 100) / 10,
        at: new Date().toISOString(),
      };
    } finally {
      await consumer.disconnect();
      // If this fails, the group's offsets expire after offsets.retention.minutes.
      await admin.deleteGroups([consumer.groupId]).catch(() => undefined);
    }
  } finally {
    await admin.disconnect();
  }
}

async function lookAtKafkaUi({
  kafkaUi,
  topics,
}: SmokeOptions): Promise<Pick<SmokeResult, "topicsInKafkaUi">> {
  if (!kafkaUi) return {};
  await checkKafkaUi(kafkaUi, topics);
  return { topicsInKafkaUi: topics.length };
}

async function prepareTopics(admin: Admin, { topics, brokers }: SmokeOptions): Promise<void> {
  const existing = await listedTopics(admin, topics);
  if (existing.has(smokeTopic)) return;
  await admin.createTopics({
    waitForLeaders: true,
    timeout: 30000,
    topics: [
      {
        topic: smokeTopic,
        numPartitions: 3,
        replicationFactor: defaultReplicationFactor(brokers),
        configEntries: [{ name: "retention.ms", value: "3600000" }],
      },
    ],
  });
}

async function verifyCommits(admin: Admin, consumer: RecordingConsumer): Promise<void> {
  const topics = await admin.fetchOffsets({ groupId: consumer.groupId, topics: [smokeTopic] });
  const committed = new Map(
    topics
      .flatMap(({ partitions }) => partitions)
      .map(({ partition, offset }) => [partition, offset]),
  );
  for (const [partition, offset] of consumer.nextOffsets) {
    if (committed.get(partition) !== offset) {
      throw new Error(
        `partition ${partition} has ${committed.get(partition) ?? "no offset"} committed instead of ${offset}`,
      );
    }
  }
}

function endToEnd(
  run: string,
  batches: readonly SentBatch[],
  consumer: RecordingConsumer,
): number[] {
  const sentAt = batches.flatMap((batch) => Array<number>(batch.messages).fill(batch.sentAt));
  return consumer.received.map(
    ({ value, receivedAt }) => receivedAt - (sentAt[messageNumber(run, value) ?? 0] ?? receivedAt),
  );
}
