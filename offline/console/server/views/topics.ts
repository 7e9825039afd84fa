import type { Partition, Topic } from "../contract";
import type { Offsets } from "../kafka/cluster-client";
import type { TopicSizes } from "../kafka/log-dirs";
import type { PartitionMetadata, TopicMetadata } from "../kafka/metadata";

/** What is known of a topic beside its metadata; what is not known yet is absent. */
export interface TopicFacts {
  readonly earliest?: Offsets;
  readonly latest?: Offsets;
  /** Sizes of replicas by broker. */
  readonly sizes?: ReadonlyMap<number, TopicSizes>;
  readonly bytesInPerSec?: number;
  readonly messagesInPerSec?: number;
  readonly cleanUpPolicy?: Topic["cleanUpPolicy"];
}

/** A topic in Kafka UI's shape. */
export function topicView(topic: TopicMetadata, facts: TopicFacts): Topic {
  const partitions = topic.partitions.map((partition) =>
    partitionView(topic.name, partition, facts),
  );
  const replicas = topic.partitions.flatMap((partition) => partition.replicas);
  const inSync = topic.partitions.flatMap((partition) => partition.inSync);
  const { bytesInPerSec, messagesInPerSec, cleanUpPolicy } = facts;
  return {
    name: topic.name,
    internal: topic.isInternal,
    partitionCount: partitions.length,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 0,
    replicas: replicas.length,
    inSyncReplicas: inSync.length,
    underReplicatedPartitions: underReplicated(topic),
    ...(facts.sizes && { segmentSize: topicSize(topic.name, facts.sizes) }),
    ...(facts.latest && {
      messagesCount: partitions.reduce(
        (sum, { offsetMax, offsetMin }) => sum + offsetMax - offsetMin,
        0,
      ),
    }),
    ...(bytesInPerSec !== undefined && { bytesInPerSec }),
    ...(messagesInPerSec !== undefined && { messagesInPerSec }),
    ...(cleanUpPolicy && { cleanUpPolicy }),
    partitions,
  };
}

/** Number of partitions with fewer copies in sync than there are copies. */
export function underReplicated({ partitions }: TopicMetadata): number {
  return partitions.filter(({ inSync, replicas }) => inSync.length < replicas.length).length;
}

/** Bytes that all copies of a topic take. */
export function topicSize(name: string, sizes: ReadonlyMap<number, TopicSizes>): number {
  return [...sizes.values()]
    .flatMap((ofBroker) => [...(ofBroker.get(name)?.values() ?? [])])
    .reduce((sum, size) => sum + size, 0);
}

function partitionView(
  topic: string,
  { id, leader, replicas, inSync }: PartitionMetadata,
  { earliest, latest, sizes }: TopicFacts,
): Partition {
  const offsetMax = latest?.get(id) ?? 0;
  const size = sizes?.get(leader)?.get(topic)?.get(id);
  return {
    partition: id,
    ...(leader >= 0 && { leader }),
    replicas: replicas.map((broker) => ({
      broker,
      leader: broker === leader,
      inSync: inSync.includes(broker),
    })),
    offsetMax,
    offsetMin: earliest?.get(id) ?? offsetMax,
    ...(size !== undefined && { segmentSize: size }),
  };
}

/** `cleanup.policy` as Kafka UI names it. */
export function cleanUpPolicy(value: string | undefined): NonNullable<Topic["cleanUpPolicy"]> {
  const parts = (value ?? "")
    .split(",")
    .map((part) => part.trim())
    .sort()
    .join(",");
  const names = {
    compact: "COMPACT",
    delete: "DELETE",
    "compact,delete": "COMPACT_DELETE",
  } as const;
  return names[parts as keyof typeof names] ?? "UNKNOWN";
}
