import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ClusterService } from "../cluster";
import type { Topic, TopicConfig, TopicsResponse } from "../contract";
import { RequestError } from "../errors";
import type { TopicMetadata } from "../kafka/metadata";
import { parseFields } from "../messages/query";
import { page, sorted } from "../views/pages";
import { cleanUpPolicy, topicSize, topicView, underReplicated } from "../views/topics";
import { clusterOf, flag, paging, requireWritable, topicNameOf } from "./cluster-of";

const columns = [
  "NAME",
  "OUT_OF_SYNC_REPLICAS",
  "TOTAL_PARTITIONS",
  "REPLICATION_FACTOR",
  "SIZE",
  "MESSAGES_COUNT",
  "RATE",
] as const;

const listQuery = z.object({
  ...paging,
  showInternal: flag,
  orderBy: z.enum(columns).default("NAME"),
});

const creation = z.object({
  // Kafka's own rule: org.apache.kafka.common.internals.Topic.
  name: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,249}$/, "must be up to 249 of a-z, A-Z, 0-9, '.', '_' and '-'")
    .refine((name) => name !== "." && name !== "..", "must not be '.' or '..'"),
  partitions: z.number().int().min(1).max(10000),
  // Absent: the broker's default, which -1 stands for.
  replicationFactor: z.number().int().min(1).max(100).optional(),
  configs: z.record(z.string().max(250), z.string().max(10000)).default({}),
});

/** Topics: the list, one with its partitions and settings, and a new one. */
export function topicRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters/:clusterName/topics", ({ params, query }) =>
    listTopics(clusterOf(clusters, params), parseFields(listQuery, query)),
  );

  app.post("/api/clusters/:clusterName/topics", async ({ params, body }, reply) => {
    const cluster = clusterOf(clusters, params);
    requireWritable(cluster);
    const topic = parseFields(creation, body);
    await createTopic(cluster, topic);
    return reply.status(201).send(await describeTopic(cluster, await cluster.topic(topic.name)));
  });

  app.get("/api/clusters/:clusterName/topics/:topicName", async ({ params }) => {
    const cluster = clusterOf(clusters, params);
    return describeTopic(cluster, await cluster.topic(topicNameOf(params)));
  });

  app.get("/api/clusters/:clusterName/topics/:topicName/config", async ({ params }) => {
    const cluster = clusterOf(clusters, params);
    const { name } = await cluster.topic(topicNameOf(params));
    return (await cluster.configs([name])).get(name) ?? [];
  });
}

async function listTopics(
  cluster: ClusterService,
  query: z.output<typeof listQuery>,
): Promise<TopicsResponse> {
  const { client } = cluster;
  const { topics } = await client.metadata();
  const wanted = query.search.toLowerCase();
  const matching = [...topics.values()].filter(
    ({ name, isInternal }) =>
      (query.showInternal || !isInternal) && name.toLowerCase().includes(wanted),
  );
  const sizes = await client.sizes();
  const messages =
    query.orderBy === "MESSAGES_COUNT" ? await countMessages(cluster, matching) : undefined;
  const value: Record<(typeof columns)[number], (topic: TopicMetadata) => number | string> = {
    NAME: ({ name }) => name,
    OUT_OF_SYNC_REPLICAS: underReplicated,
    TOTAL_PARTITIONS: ({ partitions }) => partitions.length,
    REPLICATION_FACTOR: ({ partitions }) => partitions[0]?.replicas.length ?? 0,
    SIZE: ({ name }) => topicSize(name, sizes),
    MESSAGES_COUNT: ({ name }) => messages?.get(name) ?? 0,
    RATE: ({ name }) => cluster.history.latest("topicMessages", name) ?? 0,
  };
  const inOrder = sorted(
    matching,
    value[query.orderBy],
    ({ name }) => name,
    query.sortOrder === "DESC",
  );
  const { items, pageCount } = page(inOrder, query.page, query.perPage);
  return { pageCount, topicCount: matching.length, topics: await describeTopics(cluster, items) };
}

async function countMessages(
  { client }: ClusterService,
  topics: readonly TopicMetadata[],
): Promise<ReadonlyMap<string, number>> {
  const [earliest, latest] = await Promise.all([
    client.offsets(topics, "earliest"),
    client.offsets(topics, "latest"),
  ]);
  const sum = (offsets: ReadonlyMap<number, number> | undefined) =>
    [...(offsets?.values() ?? [])].reduce((total, each) => total + each, 0);
  return new Map(topics.map(({ name }) => [name, sum(latest.get(name)) - sum(earliest.get(name))]));
}

/** Topics with all that is known of them: a few requests, however many they are. */
async function describeTopics(
  { client, history }: ClusterService,
  topics: readonly TopicMetadata[],
): Promise<Topic[]> {
  const [earliest, latest, sizes] = await Promise.all([
    client.offsets(topics, "earliest"),
    client.offsets(topics, "latest"),
    client.sizes(),
  ]);
  return topics.map((topic) =>
    topicView(topic, {
      earliest: earliest.get(topic.name),
      latest: latest.get(topic.name),
      sizes,
      bytesInPerSec: history.latest("topicBytes", topic.name),
      messagesInPerSec: history.latest("topicMessages", topic.name),
    }),
  );
}

async function describeTopic(cluster: ClusterService, topic: TopicMetadata): Promise<Topic> {
  const [[view], configs] = await Promise.all([
    describeTopics(cluster, [topic]),
    cluster.configs([topic.name]),
  ]);
  if (!view) throw new RequestError(404, `There is no topic ${topic.name}.`);
  return {
    ...view,
    cleanUpPolicy: cleanUpPolicy(valueOf(configs.get(topic.name), "cleanup.policy")),
  };
}

function valueOf(configs: readonly TopicConfig[] | undefined, name: string): string | undefined {
  return configs?.find((each) => each.name === name)?.value;
}

async function createTopic(
  { client }: ClusterService,
  { name, partitions, replicationFactor = -1, configs }: z.output<typeof creation>,
): Promise<void> {
  const admin = await client.admin();
  client.forgetMetadata();
  if ((await client.metadata()).topics.has(name)) {
    throw new RequestError(409, `There is a topic ${name} already.`, {
      name: ["is taken already"],
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
