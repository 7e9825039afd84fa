import { type Admin, ConfigResourceTypes } from "kafkajs";
import type { Connection } from "../targets/connection";
import { explain, openKafka } from "./connections/kafka";
import type { PartitionState } from "./in-sync";

/** What one broker says about the cluster, or why it says nothing. */
export type BrokerView =
  | {
      readonly state: "answers";
      /** Ids of the brokers it knows. */
      readonly registered: readonly number[];
      readonly partitions: readonly PartitionState[];
    }
  /** `silent`: nothing listens at its address. `unclear`: something listens, but the answer is late or incomplete. */
  | { readonly state: "silent" | "unclear"; readonly reason: string };

/** Asks the broker at an address once. */
export async function viewOf(connection: Connection): Promise<BrokerView> {
  const kafka = await openKafka(connection, { retry: { retries: 0 }, requestTimeout: 5000 });
  const admin = kafka.admin();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

async function ask(admin: Admin): Promise<BrokerView> {
  try {
    await admin.connect();
  } catch (error) {
    const reason = explain(error);
    return { state: nobodyListens.test(reason) ? "silent" : "unclear", reason };
  }
  try {
    const { brokers } = await admin.describeCluster();
    const registered = brokers.map(({ nodeId }) => nodeId);
    return { state: "answers", registered, partitions: await partitionStates(admin) };
  } catch (error) {
    // For example when a partition has no leader: kafkajs then returns no metadata at all.
    return { state: "unclear", reason: explain(error) };
  }
}

// A published port of a Docker engine accepts connections even if the container does not listen, and closes them.
const nobodyListens = /ECONNREFUSED|ECONNRESET|EPIPE|closed/i;

async function partitionStates(admin: Admin): Promise<PartitionState[]> {
  const { topics } = await admin.fetchTopicMetadata();
  if (topics.length === 0) return [];
  const key = "min.insync.replicas";
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map(({ name }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configNames: [key],
    })),
  });
  const minimums = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Number(configEntries.find(({ configName }) => configName === key)?.configValue ?? 1),
    ]),
  );
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionId, replicas, isr }) => ({
      topic: name,
      partition: partitionId,
      replicas,
      inSync: isr,
      minimum: minimums.get(name) ?? 1,
    })),
  );
}
