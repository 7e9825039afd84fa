import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ClusterService } from "../cluster";
import type { Figure } from "../history/history";
import { parseFields } from "../parameters";
import { clusterOf } from "./cluster-of";

const figures = [
  "topicMessages",
  "topicBytes",
  "brokerMessages",
  "brokerBytes",
  "groupLag",
] as const satisfies readonly Figure[];

const historyQuery = z.object({
  figure: z.enum(figures),
  name: z
    .union([
      z
        .string()
        .max(255)
        .transform((name) => [name]),
      z.array(z.string().max(255)).max(50),
    ])
    .default([]),
  seconds: z.coerce.number().int().min(1).max(3600).default(900),
});

/** Figures over time. Kafka UI has no path for them; this one is specific to the console. */
export function historyRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters/:clusterName/history", ({ params, query }, reply) => {
    const { history } = clusterOf(clusters, params);
    const { figure, name, seconds } = parseFields(historyQuery, query);
    return reply.send(history.view(figure, name, seconds));
  });
}
