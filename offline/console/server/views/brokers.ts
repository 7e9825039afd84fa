import type { Broker } from "../contract";
import type { TopicSizes } from "../kafka/log-dirs";
import type { Metadata } from "../kafka/metadata";

/** The brokers of a cluster, including those that left it but are still assigned replicas. */
export function brokerViews(
  { brokers, topics }: Pick<Metadata, "brokers" | "topics">,
  sizes: ReadonlyMap<number, TopicSizes>,
): Broker[] {
  const partitions = [...topics.values()].flatMap((topic) => topic.partitions);
  const addresses = new Map(brokers.map((each) => [each.nodeId, each]));
  const ids = new Set([...addresses.keys(), ...partitions.flatMap(({ replicas }) => replicas)]);
  const count = (of: (each: (typeof partitions)[number]) => boolean) =>
    partitions.filter(of).length;
  return [...ids]
    .sort((a, b) => a - b)
    .map((id): Broker => {
      const address = addresses.get(id);
      const size = sizes.get(id);
      return {
        id,
        state: !address ? "OFFLINE" : size ? "ONLINE" : "SILENT",
        ...(address && { host: address.host, port: address.port }),
        partitionsLeader: count(({ leader }) => leader === id),
        partitions: count(({ replicas }) => replicas.includes(id)),
        inSyncPartitions: count(({ inSync }) => inSync.includes(id)),
        ...(size && { segmentSize: bytesOf(size) }),
      };
    });
}

/** Bytes of all replicas of a broker. */
export function bytesOf(sizes: TopicSizes): number {
  let bytes = 0;
  for (const partitions of sizes.values()) for (const size of partitions.values()) bytes += size;
  return bytes;
}
