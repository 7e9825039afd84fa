import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ClusterService } from "../cluster";
import { inTime } from "../deadline";
import { RequestError } from "../errors";
import { parseFields } from "../parameters";
import { describeTopic, listQuery, listTopics } from "../views/topic-list";
import { clusterOf, requireWritable, topicNameOf } from "./cluster-of";

const creation = z.object({
  // Kafka's own rule: org.apache.kafka.common.internals.Topic.
  name: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,249}$/, "must be up to 249 of a-z, A-Z, 0-9, '.', '_' and '-'")
    .refine((name) => name !== "." && name !== "..", "must not be '.' or '..'"),
  partitions: z.number().int().min(1).max(10000),
  // Absent: the broker's default, which Kafka writes as -1.
  replicationFactor: z.number().int().min(1).max(100).optional(),
  configs: z.record(z.string().max(250), z.string().max(10000)).default({}),
});

/** Topics: the list, one with its partitions and settings, and a new one. */
export function topicRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters/:clusterName/topics", ({ params, query }) =>
    inTime(() => listTopics(clusterOf(clusters, params), parseFields(listQuery, query))),
  );

  app.post("/api/clusters/:clusterName/topics", async ({ params, body }, reply) => {
    const cluster = clusterOf(clusters, params);
    requireWritable(cluster);
    const topic = parseFields(creation, body);
    await createTopic(cluster, topic);
    return reply.status(201).send(await describeTopic(cluster, await cluster.topic(topic.name)));
  });

  app.get("/api/clusters/:clusterName/topics/:topicName", ({ params }) =>
    inTime(async () => {
      const cluster = clusterOf(clusters, params);
      return describeTopic(cluster, await cluster.topic(topicNameOf(params)));
    }),
  );

  app.get("/api/clusters/:clusterName/topics/:topicName/config", ({ params }) =>
    inTime(async () => {
      const cluster = clusterOf(clusters, params);
      const { name } = await cluster.topic(topicNameOf(params));
      return cluster.configs(name);
    }),
  );
}

async function createTopic(
  { client }: ClusterService,
  { name, partitions, replicationFactor = -1, configs }: z.output<typeof creation>,
): Promise<void> {
  const admin = await client.admin();
  client.forgetMetadata();
  if ((await client.metadata()).topics.has(name)) {
    throw new RequestError(409, `Topic ${name} already exists.`, {
      name: ["already exists"],
    });
  }
  await admin.createTopics({
    waitForLeaders: true,
    timeout: 15000,
    topics: [
      {
        topic: name,
        numPartitions: partitions,
        replicationFactor,
        configEntries: Object.entries(configs).map(([setting, value]) => ({
          name: setting,
          value,
        })),
      },
    ],
  });
  client.forgetMetadata();
}
