import { z } from "zod";
import type { ClusterService } from "../cluster";
import type { Topic, TopicConfig, TopicsResponse } from "../contract";
import { RequestError } from "../errors";
import type { TopicSizes } from "../kafka/log-dirs";
import type { TopicMetadata } from "../kafka/metadata";
import { paging, flag } from "../parameters";
import { page, sorted } from "./pages";
import { cleanUpPolicy, sumOf, topicSize, topicView, underReplicated } from "./topics";

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

/** One page of the topics that match a search, sorted. */
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
  const [sizes, messages] = await Promise.all([
    client.sizes(),
    query.orderBy === "MESSAGES_COUNT" ? countMessages(cluster, matching) : undefined,
  ]);
  const value: Record<(typeof columns)[number], (topic: TopicMetadata) => number | string> = {
    NAME: ({ name }) => name,
    OUT_OF_SYNC_REPLICAS: underReplicated,
    TOTAL_PARTITIONS: ({ partitions }) => partitions.length,
    REPLICATION_FACTOR: ({ partitions }) => partitions[0]?.replicas.length ?? 0,
    SIZE: (topic) => topicSize(topic, sizes).bytes,
    MESSAGES_COUNT: ({ name }) => messages?.get(name) ?? -1,
    RATE: ({ name }) => cluster.history.latest("topicMessages", name) ?? 0,
  };
  const inOrder = sorted(
    matching,
    value[query.orderBy],
    ({ name }) => name,
    query.sortOrder === "DESC",
  );
  const { items, pageCount } = page(inOrder, query.page, query.perPage);
  const described = await describeTopics(cluster, items, sizes);
  return { pageCount, topicCount: matching.length, topics: described };
}

async function countMessages(
  { client }: ClusterService,
  topics: readonly TopicMetadata[],
): Promise<ReadonlyMap<string, number | null>> {
  const [earliest, latest] = await Promise.all([
    client.knownOffsets(topics, "earliest"),
    client.knownOffsets(topics, "latest"),
  ]);
  const count = (name: string, id: number) => {
    const [first, end] = [earliest.get(name)?.get(id), latest.get(name)?.get(id)];
    return first === undefined || end === undefined ? null : end - first;
  };
  return new Map(
    topics.map(({ name, partitions }) => [
      name,
      sumOf(partitions.map(({ id }) => count(name, id))),
    ]),
  );
}

/** Topics with everything known about them, with a few requests regardless of their number. */
async function describeTopics(
  { client, history }: ClusterService,
  topics: readonly TopicMetadata[],
  sizes: ReadonlyMap<number, TopicSizes>,
): Promise<Topic[]> {
  const [earliest, latest] = await Promise.all([
    client.knownOffsets(topics, "earliest"),
    client.knownOffsets(topics, "latest"),
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

/** One topic with everything known about it. */
export async function describeTopic(cluster: ClusterService, topic: TopicMetadata): Promise<Topic> {
  const [[view], configs] = await Promise.all([
    cluster.client.sizes().then((sizes) => describeTopics(cluster, [topic], sizes)),
    // Shown next to much else that is known without it.
    cluster.configs(topic.name).catch(() => undefined),
  ]);
  if (!view) throw new RequestError(404, `Topic ${topic.name} does not exist.`);
  return {
    ...view,
    ...(configs && { cleanUpPolicy: cleanUpPolicy(valueOf(configs, "cleanup.policy")) }),
  };
}

function valueOf(configs: readonly TopicConfig[], name: string): string | undefined {
  return configs.find((each) => each.name === name)?.value;
}
