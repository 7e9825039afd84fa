import { z } from "zod";
import type { ClusterService } from "../cluster";
import type { Topic, TopicConfig, TopicsResponse } from "../contract";
import { RequestError } from "../errors";
import type { TopicMetadata } from "../kafka/metadata";
import { paging, flag } from "../parameters";
import { page, sorted } from "./pages";
import { cleanUpPolicy, topicSize, topicView, underReplicated } from "./topics";

const columns = [
  "NAME",
  "OUT_OF_SYNC_REPLICAS",
  "TOTAL_PARTITIONS",
  "REPLICATION_FACTOR",
  "SIZE",
  "MESSAGES_COUNT",
  "RATE",
] as const;

/** Parameters of the list of topics. */
export const listQuery = z.object({
  ...paging,
  showInternal: flag,
  orderBy: z.enum(columns).default("NAME"),
});

/** One page of the topics that a search matches, in an order. */
export async function listTopics(
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

/** One topic with all that is known of it. */
export async function describeTopic(cluster: ClusterService, topic: TopicMetadata): Promise<Topic> {
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
