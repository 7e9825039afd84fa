import { type Admin, ConfigResourceTypes, ConfigSource } from "kafkajs";
import type { Assignment } from "./assignment";
import type { ActualTopic, ActualTopics } from "./plan";
import { lookUntil } from "./settled";

/** A cluster and its topics at one moment: read once, and handed on to whoever asks. */
export interface ClusterTopics {
  readonly clusterId: string;
  /** Ids of the registered brokers, in order. */
  readonly brokerIds: readonly number[];
  /** Which brokers hold the partitions of each topic there is. */
  readonly assignments: ReadonlyMap<string, Assignment>;
  /** The wanted topics that exist. */
  readonly topics: ActualTopics;
}

/**
 * Reads a cluster, in three requests whatever the number of topics.
 *
 * @param isWanted Which topics to read the settings of.
 * @param expected Topics that were there the last time: they are waited for, for seconds. Default: none.
 */
export async function readClusterTopics(
  admin: Admin,
  isWanted: (name: string) => boolean,
  expected: readonly string[] = [],
): Promise<ClusterTopics> {
  const { clusterId, brokers } = await admin.describeCluster();
  const metadata = await lookUntil(
    () => admin.fetchTopicMetadata(),
    ({ topics }) => {
      const names = new Set(topics.map(({ name }) => name));
      return expected.every((name) => names.has(name));
    },
  );
  const assignments = new Map(
    metadata.topics.map(({ name, partitions }): [string, Assignment] => [
      name,
      [...partitions].sort((a, b) => a.partitionId - b.partitionId).map(({ replicas }) => replicas),
    ]),
  );
  const wanted = [...assignments.keys()].filter(isWanted).sort();
  const configs = await readConfigs(admin, wanted);
  const topicOf = (name: string): ActualTopic => {
    const assignment = assignments.get(name) ?? [];
    return {
      partitions: assignment.length,
      replicationFactor: Math.min(...assignment.map(({ length }) => length)),
      config: configs.get(name) ?? {},
    };
  };
  return {
    clusterId,
    brokerIds: brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b),
    assignments,
    topics: Object.fromEntries(wanted.map((name) => [name, topicOf(name)])),
  };
}

/** The settings that are set on topics themselves. */
async function readConfigs(
  admin: Admin,
  names: readonly string[],
): Promise<ReadonlyMap<string, ActualTopic["config"]>> {
  // kafkajs refuses to ask about nothing.
  if (names.length === 0) return new Map();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(
        configEntries
          .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
          .map(({ configName, configValue }) => [configName, configValue]),
      ),
    ]),
  );
}
