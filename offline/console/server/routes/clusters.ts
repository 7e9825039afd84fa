import type { FastifyInstance } from "fastify";
import type { ClusterService } from "../cluster";
import type { Cluster, ClusterStats } from "../contract";
import { inTime } from "../deadline";
import type { Metadata } from "../kafka/metadata";
import { version } from "../version";
import { brokerViews, bytesOf } from "../views/brokers";
import { clusterOf } from "./cluster-of";

/** The list of clusters, and the figures of one. */
export function clusterRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters", () => inTime(() => Promise.all(clusters.map(describeCluster))));

  // Kafka UI caches what it knows for 30 s, and this request refreshes it; here the cache lasts a second.
  app.post("/api/clusters/:clusterName/cache", ({ params }) => {
    const cluster = clusterOf(clusters, params);
    cluster.client.forgetMetadata();
    return inTime(() => describeCluster(cluster));
  });

  app.get("/api/clusters/:clusterName/stats", ({ params }) =>
    inTime(() => describeStats(clusterOf(clusters, params))),
  );
}

async function describeStats({ client }: ClusterService): Promise<ClusterStats> {
  const [metadata, sizes] = await Promise.all([client.metadata(), client.sizes()]);
  const partitions = partitionsOf(metadata);
  const count = (of: (each: (typeof partitions)[number]) => number) =>
    partitions.reduce((sum, each) => sum + of(each), 0);
  return {
    brokerCount: metadata.brokers.length,
    activeControllers: metadata.controllerId,
    onlinePartitionCount: count(({ leader }) => (leader >= 0 ? 1 : 0)),
    offlinePartitionCount: count(({ leader }) => (leader < 0 ? 1 : 0)),
    inSyncReplicasCount: count(({ inSync }) => inSync.length),
    outOfSyncReplicasCount: count(({ inSync, replicas }) => replicas.length - inSync.length),
    underReplicatedPartitionCount: count(({ inSync, replicas }) =>
      inSync.length < replicas.length ? 1 : 0,
    ),
    diskUsage: [...sizes].map(([brokerId, topics]) => ({ brokerId, segmentSize: bytesOf(topics) })),
    silentBrokers: brokerViews(metadata, sizes).flatMap(({ id, state }) =>
      state === "ONLINE" ? [] : [id],
    ),
    version,
  };
}

async function describeCluster({ configuration, client }: ClusterService): Promise<Cluster> {
  const { name, readOnly } = configuration;
  const common = {
    name,
    readOnly,
    defaultCluster: false,
    version,
    features: readOnly ? [] : ["TOPIC_CREATION"],
  };
  try {
    const metadata = await client.metadata();
    return {
      ...common,
      status: "online",
      brokerCount: metadata.brokers.length,
      onlinePartitionCount: partitionsOf(metadata).filter(({ leader }) => leader >= 0).length,
      topicCount: metadata.topics.size,
    };
  } catch (error) {
    return {
      ...common,
      status: "offline",
      lastError: { message: (error as Error).message },
      brokerCount: 0,
      onlinePartitionCount: 0,
      topicCount: 0,
    };
  }
}

function partitionsOf({ topics }: Metadata) {
  return [...topics.values()].flatMap(({ partitions }) => partitions);
}
