import type { FastifyInstance } from "fastify";
import type { ClusterService } from "../cluster";
import type { Broker } from "../contract";
import { inTime } from "../deadline";
import { brokerViews } from "../views/brokers";
import { clusterOf } from "./cluster-of";

/** The brokers of a cluster. */
export function brokerRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters/:clusterName/brokers", ({ params }) =>
    inTime(async (): Promise<Broker[]> => {
      const { client, history } = clusterOf(clusters, params);
      const [metadata, sizes] = await Promise.all([client.metadata(), client.sizes()]);
      return brokerViews(metadata, sizes).map((broker) => {
        const bytesInPerSec = history.latest("brokerBytes", String(broker.id));
        return { ...broker, ...(bytesInPerSec !== undefined && { bytesInPerSec }) };
      });
    }),
  );
}
