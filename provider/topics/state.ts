import { readBootstrapServers } from "../../common/addresses";
import { own } from "../../common/own";
import { excerpt } from "../../common/excerpt";
import type { Connection } from "../../targets/connection";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import { readClusterTopics } from "../../kafka/topics/cluster-topics";
import {
  defaultInSyncReplicas,
  isListed,
  type TopicDeclarations,
} from "../../kafka/topics/declaration";
import type { ActualTopics } from "../../kafka/topics/plan";
import { sameSetting } from "../../kafka/topics/settings";
import type { TopicsInputs, TopicsOutputs } from "./preview";

/** The declared topics as they are now. Settings that were never declared belong to someone else. */
export function presentTopics(
  declared: TopicDeclarations,
  actual: ActualTopics,
): TopicDeclarations {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, topic]): [string, TopicDeclarations[string]][] => {
      const found = own(actual, name);
      if (!found) return [];
      const declaredBefore = Object.entries(found.config)
        .filter(([key]) => Object.hasOwn(topic.config, key))
        .map(([key, value]) => [key, asDeclared(key, value, own(topic.config, key))]);
      const config = Object.fromEntries(declaredBefore) as Record<string, string>;
      return [[name, { ...topic, ...countsOf(found, topic), config }]];
    }),
  );
}

/** A topic's partitions and replicas. If partitions differ in their replicas, a number other than the declared one. */
function countsOf(found: ActualTopics[string], declared: TopicDeclarations[string]) {
  const { partitions, replicationFactor: least, mostReplicas: most = least } = found;
  return { partitions, replicationFactor: least === declared.replicationFactor ? most : least };
}

/** A value as it was declared, if both mean the same. */
function asDeclared(key: string, value: string, declared: string | undefined): string {
  return declared !== undefined && sameSetting(key, value, declared) ? declared : value;
}

/**
 * Reads what `pulumi import` takes over.
 *
 * @param id See {@link parseImportId}.
 * @throws Error if a topic that the id names does not exist.
 */
export async function importTopics(id: string): Promise<TopicsInputs & TopicsOutputs> {
  const { connection, names } = parseImportId(id);
  const cluster = await withAdmin(await openKafka(connection), (admin) =>
    readClusterTopics(admin, (name) => names?.includes(name) ?? isListed(name)),
  );
  const missing = names?.filter((name) => !own(cluster.topics, name)) ?? [];
  if (missing.length > 0) throw new Error(`The cluster has no topic ${missing.join(", ")}`);
  return {
    connection,
    topics: Object.fromEntries(
      Object.entries(cluster.topics).map(([name, { partitions, replicationFactor, config }]) => [
        name,
        { partitions, replicationFactor, config },
      ]),
    ),
    brokers: cluster.brokerIds.length,
    minInSyncReplicas: defaultInSyncReplicas(cluster.brokerIds.length),
    deleteTopics: false,
    clusterId: cluster.clusterId,
  };
}

/**
 * Parses an import id: `host:port,host:port` for every topic of the cluster at these addresses, and
 * `host:port/topic,topic` for only these topics. With `?namespace=name` and, if need be, `&context=name`
 * at the end, the addresses are those of pods, reached through the API server of a Kubernetes cluster.
 *
 * @throws Error that says what an id looks like.

 */
export function parseImportId(id: string): { connection: Connection; names: string[] | undefined } {
  const [place = "", query = ""] = id.split("?");
  const [addresses = "", topics] = place.split("/");
  const list = readBootstrapServers(addresses);
  if (list === undefined) {
    throw new Error(
      `${excerpt(id)} is not the id of a cluster's topics: it must be host:port, such as localhost:29092, ` +
        "or host:port/topic,topic for some of them (docs/topics.md)",
    );
  }
  const parameters = new URLSearchParams(query);
  const namespace = parameters.get("namespace");
  const context = parameters.get("context") ?? "";
  return {
    connection: namespace
      ? { via: "kubernetes", addresses: list, namespace, context, kubeconfig: "" }
      : { via: "direct", addresses: list },
    names: topics?.split(","),
  };
}
