import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ClusterService } from "../cluster";
import type { ConsumerGroup, ConsumerGroupDetails, ConsumerGroupsPage } from "../contract";
import { RequestError } from "../errors";
import { paging, parseFields } from "../parameters";
import { page, sorted } from "../views/pages";
import { clusterOf, topicNameOf } from "./cluster-of";

const orders = ["NAME", "MEMBERS", "STATE", "MESSAGES_BEHIND", "TOPIC_NUM"] as const;
const pageQuery = z.object({ ...paging, orderBy: z.enum(orders).default("NAME") });
const groupId = z.object({ id: z.string().min(1).max(255) });

/** Consumer groups: the list, those of a topic, and one with the lag of each partition. */
export function groupRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters/:clusterName/consumer-groups", async ({ params }) => {
    const cluster = clusterOf(clusters, params);
    return (await cluster.groups(await cluster.groupIds())).map(summary);
  });

  app.get("/api/clusters/:clusterName/consumer-groups/paged", ({ params, query }) =>
    listGroups(clusterOf(clusters, params), parseFields(pageQuery, query)),
  );

  app.get("/api/clusters/:clusterName/consumer-groups/:id", async ({ params }) => {
    const cluster = clusterOf(clusters, params);
    const { id } = parseFields(groupId, params);
    const ids = await cluster.groupIds();
    const [group] = ids.includes(id) ? await cluster.groups([id]) : [];
    if (!group) throw new RequestError(404, `There is no consumer group ${id}.`);
    return group;
  });

  app.get("/api/clusters/:clusterName/topics/:topicName/consumer-groups", async ({ params }) => {
    const cluster = clusterOf(clusters, params);
    const { name } = await cluster.topic(topicNameOf(params));
    const groups = await cluster.groups(await cluster.groupIds());
    return groups.flatMap((group): ConsumerGroup[] => {
      const partitions = group.partitions.filter(({ topic }) => topic === name);
      if (partitions.length === 0) return [];
      const lags = partitions.flatMap(({ consumerLag }) => consumerLag ?? []);
      const consumerLag = lags.length > 0 ? lags.reduce((sum, lag) => sum + lag, 0) : undefined;
      return [{ ...summary(group), consumerLag }];
    });
  });
}

async function listGroups(
  cluster: ClusterService,
  { page: number, perPage, search, orderBy, sortOrder }: z.output<typeof pageQuery>,
): Promise<ConsumerGroupsPage> {
  const wanted = search.toLowerCase();
  const ids = (await cluster.groupIds()).filter((id) => id.toLowerCase().includes(wanted));
  const descending = sortOrder === "DESC";
  if (orderBy === "NAME") {
    // Only the groups of the page are asked about.
    const { items, pageCount } = page(descending ? ids.reverse() : ids, number, perPage);
    const groups = await cluster.groups(items);
    return { pageCount, groupCount: ids.length, consumerGroups: groups.map(summary) };
  }
  const value = {
    MEMBERS: ({ members }: ConsumerGroup) => members,
    STATE: ({ state }: ConsumerGroup) => state,
    MESSAGES_BEHIND: ({ consumerLag }: ConsumerGroup) => consumerLag ?? -1,
    TOPIC_NUM: ({ topics }: ConsumerGroup) => topics,
  }[orderBy];
  const groups = (await cluster.groups(ids)).map(summary);
  const { items, pageCount } = page(
    sorted(groups, value, (group) => group.groupId, descending),
    number,
    perPage,
  );
  return { pageCount, groupCount: ids.length, consumerGroups: items };
}

function summary(group: ConsumerGroupDetails): ConsumerGroup {
  // JSON leaves out what is undefined.
  return { ...group, partitions: undefined } as ConsumerGroup;
}
