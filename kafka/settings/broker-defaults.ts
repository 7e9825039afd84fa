import { defaultInSyncReplicas, defaultReplicationFactor } from "../topics/declaration";

/**
 * The broker settings, by Kafka's names, that depend only on the number of brokers, and that a stack may
 * override. Kafka's own defaults want three replicas of its internal topics: with fewer brokers no group could
 * commit an offset and no transaction could begin.
 *
 * @param brokers Number of brokers, from 1.
 */
export function brokerDefaults(brokers: number): Readonly<Record<string, string>> {
  const copies = String(defaultReplicationFactor(brokers));
  const inSync = String(defaultInSyncReplicas(brokers));
  return {
    "offsets.topic.replication.factor": copies,
    "transaction.state.log.replication.factor": copies,
    "transaction.state.log.min.isr": inSync,
    ...(brokers > 1
      ? // What a cluster needs to survive the loss of a broker.
        { "default.replication.factor": copies, "min.insync.replicas": inSync }
      : quickStart),
  };
}

/**
 * The first consumer of a group waits for others that may join, 3 s by default, for the sake of large groups
 * (KIP-134). Kafka's own configuration for a single broker, config/server.properties, has 0 as well.
 */
const quickStart = { "group.initial.rebalance.delay.ms": "0" };
