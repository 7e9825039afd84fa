import type { FastifyInstance } from "fastify";
import type { ClusterService } from "../cluster";
import type { Broker } from "../contract";
import { clusterOf } from "./cluster-of";

/** The brokers of a cluster. */
export function brokerRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters/:clusterName/brokers", async ({ params }): Promise<Broker[]> => {
    const { client, history } = clusterOf(clusters, params);
    const [metadata, sizes] = await Promise.all([client.metadata(), client.sizes()]);
    const partitions = [...metadata.topics.values()].flatMap((topic) => topic.partitions);
    return metadata.brokers.map(({ nodeId, host, port }) => {
      const bytesInPerSec = history.latest("brokerBytes", String(nodeId));
      const size = sizes.get(nodeId);
      return {
        id: nodeId,
        host,
        port,
        partitionsLeader: partitions.filter(({ leader }) => leader === nodeId).length,
        partitions: partitions.filter(({ replicas }) => replicas.includes(nodeId)).length,
        inSyncPartitions: partitions.filter(({ inSync }) => inSync.includes(nodeId)).length,
        ...(size && {
          segmentSize: [...size.values()]
            .flatMap((each) => [...each.values()])
            .reduce((sum, each) => sum + each, 0),
        }),
        ...(bytesInPerSec !== undefined && { bytesInPerSec }),
      };
    });
  });
}
