import type { Partition, Topic } from "../contract";
import type { Offsets } from "../kafka/offsets";
import type { TopicSizes } from "../kafka/log-dirs";
import type { PartitionMetadata, TopicMetadata } from "../kafka/metadata";

/** What is known about a topic besides its metadata; absent if not known yet. */
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
  const size = facts.sizes && topicSize(topic, facts.sizes);
  return {
    name: topic.name,
    internal: topic.isInternal,
    partitionCount: partitions.length,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 0,
    replicas: replicas.length,
    inSyncReplicas: inSync.length,
    underReplicatedPartitions: underReplicated(topic),
    ...(size && {
      segmentSize: size.bytes,
      ...(size.isPartial && { segmentSizeIsPartial: true }),
    }),
    messagesCount: sumOf(
      partitions.map(({ offsetMax, offsetMin }) =>
        offsetMax === null || offsetMin === null ? null : offsetMax - offsetMin,
      ),
    ),
    ...(bytesInPerSec !== undefined && { bytesInPerSec }),
    ...(messagesInPerSec !== undefined && { messagesInPerSec }),
    ...(cleanUpPolicy && { cleanUpPolicy }),
    partitions,
  };
}

/** Number of partitions with fewer in-sync replicas than replicas. */
export function underReplicated({ partitions }: TopicMetadata): number {
  return partitions.filter(({ inSync, replicas }) => inSync.length < replicas.length).length;
}

/** A sum, which is unknown if any part is unknown. */
export function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

/** Size of a topic's replicas in bytes, as far as it is known. */
export function topicSize(
  { name, partitions }: TopicMetadata,
  sizes: ReadonlyMap<number, TopicSizes>,
): { readonly bytes: number; readonly isPartial: boolean } {
  const known = partitions.flatMap(({ id, replicas }) =>
    replicas.map((broker) => sizes.get(broker)?.get(name)?.get(id)),
  );
  return {
    bytes: known.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    isPartial: known.includes(undefined),
  };
}

function partitionView(
  topic: string,
  { id, leader, replicas, inSync }: PartitionMetadata,
  { earliest, latest, sizes }: TopicFacts,
): Partition {
  return {
    partition: id,
    ...(leader >= 0 && { leader }),
    replicas: replicas.map((broker) => ({
      broker,
      leader: broker === leader,
      inSync: inSync.includes(broker),
    })),
    offsetMax: latest?.get(id) ?? null,
    offsetMin: earliest?.get(id) ?? null,
    segmentSize: sizes?.get(leader)?.get(topic)?.get(id) ?? null,
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
