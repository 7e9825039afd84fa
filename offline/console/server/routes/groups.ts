import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ClusterService } from "../cluster";
import type { ConsumerGroup, ConsumerGroupsPage } from "../contract";
import { inTime } from "../deadline";
import { RequestError } from "../errors";
import { paging, parseFields } from "../parameters";
import { summary, sumOfLags } from "../views/groups";
import { page, sorted } from "../views/pages";
import { clusterOf, topicNameOf } from "./cluster-of";

const orders = ["NAME", "MEMBERS", "STATE", "MESSAGES_BEHIND", "TOPIC_NUM"] as const;
const pageQuery = z.object({ ...paging, orderBy: z.enum(orders).default("NAME") });
const groupId = z.object({ id: z.string().min(1).max(255) });

/** Consumer groups: the list, those of a topic, and one with the lag of each partition. */
export function groupRoutes(app: FastifyInstance, clusters: readonly ClusterService[]): void {
  app.get("/api/clusters/:clusterName/consumer-groups", ({ params }) =>
    inTime(async () => {
      const { groups } = clusterOf(clusters, params);
      const { ids } = await groups.list();
      return groups.summaries(ids);
    }),
  );

  app.get("/api/clusters/:clusterName/consumer-groups/paged", ({ params, query }) =>
    inTime(() => listGroups(clusterOf(clusters, params), parseFields(pageQuery, query))),
  );

  app.get("/api/clusters/:clusterName/consumer-groups/:id", ({ params }) =>
    inTime(async () => {
      const { groups } = clusterOf(clusters, params);
      const { id } = parseFields(groupId, params);
      const [group] = await groups.describe([id]);
      if (group) return group;
      const { silentBrokers } = await groups.list();
      if (silentBrokers.length === 0) {
        throw new RequestError(404, `Consumer group ${id} does not exist.`);
      }
      throw new RequestError(
        503,
        `Consumer group ${id} may exist, but broker ${silentBrokers.join(", ")} does not respond.`,
      );
    }),
  );

  app.get("/api/clusters/:clusterName/topics/:topicName/consumer-groups", ({ params }) =>
    inTime(async () => {
      const cluster = clusterOf(clusters, params);
      const { name } = await cluster.topic(topicNameOf(params));
      const { ids } = await cluster.groups.list();
      return (await cluster.groups.describe(ids)).flatMap((group): ConsumerGroup[] => {
        const partitions = group.partitions.filter(({ topic }) => topic === name);
        // It is unknown whether a group with a silent coordinator reads the topic.
        if (group.topics === null) return [summary(group)];
        if (partitions.length === 0) return [];
        return [{ ...summary(group), consumerLag: sumOfLags(partitions) }];
      });
    }),
  );
}

async function listGroups(
  { groups: reader }: ClusterService,
  { page: number, perPage, search, orderBy, sortOrder }: z.output<typeof pageQuery>,
): Promise<ConsumerGroupsPage> {
  const wanted = search.toLowerCase();
  const { ids: all, silentBrokers } = await reader.list();
  const ids = all.filter((id) => id.toLowerCase().includes(wanted));
  const descending = sortOrder === "DESC";
  const common = { groupCount: ids.length, silentBrokers };
  if (orderBy === "NAME") {
    // Only ask about the groups of the page.
    const { items, pageCount } = page(descending ? ids.reverse() : ids, number, perPage);
    return { ...common, pageCount, consumerGroups: await reader.summaries(items) };
  }
  const value = {
    MEMBERS: ({ members }: ConsumerGroup) => members ?? -1,
    STATE: ({ state }: ConsumerGroup) => state,
    // An unknown lag may be large: it is sorted like the largest.
    MESSAGES_BEHIND: ({ consumerLag }: ConsumerGroup) =>
      consumerLag === null ? Infinity : (consumerLag ?? -1),
    TOPIC_NUM: ({ topics }: ConsumerGroup) => topics ?? -1,
  }[orderBy];
  const groups = await reader.summaries(ids);
  const { items, pageCount } = page(
    sorted(groups, value, (group) => group.groupId, descending),
    number,
    perPage,
  );
  return {
    ...common,
    pageCount,
    consumerGroups: items,
    unknownLagCount: groups.filter(({ consumerLag }) => consumerLag === null).length,
  };
}
