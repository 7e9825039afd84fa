import { type Admin, ConfigResourceTypes, ConfigSource } from "kafkajs";
import type { Assignment } from "./assignment";
import { isInternalTopic } from "./declaration";
import { futureReplicas, type Moves, presentReplicas, readMoves } from "./moves";
import type { ActualTopic, ActualTopics } from "./plan";
import { lookUntil } from "./look-until";

/** A topic's min.insync.replicas. */
export interface MinInSync {
  /** The effective value: the topic's own, otherwise the brokers'. */
  readonly value: number;
  /** Whether it is set on the topic itself. */
  readonly isOwn: boolean;
}

/** A cluster and its topics at one moment: read once and passed to every part that needs it. */
export interface ClusterTopics {
  readonly clusterId: string;
  /** Ids of the registered brokers, in order. */
  readonly brokerIds: readonly number[];
  /** Which brokers hold the partitions of each existing topic; a replica that is still being copied does not count. */
  readonly assignments: ReadonlyMap<string, Assignment>;
  /** The reassignments under way. */
  readonly moves: Moves;
  /** The wanted topics that exist. */
  readonly topics: ActualTopics;
  /** The `min.insync.replicas` of undeclared topics with few replicas. */
  readonly minInSync: ReadonlyMap<string, MinInSync>;
}

/** What to read of a cluster in addition to what is always read. */
export interface ReadOptions {
  /** Topics that existed the last time: wait some seconds for them. Default: none. */
  readonly expected?: readonly string[];
  /** Reads `min.insync.replicas` of topics with fewer replicas than `below`, apart from `except`. Default: none. */
  readonly fewReplicas?: { readonly below: number; readonly except: readonly string[] };
}

/**
 * Reads a cluster, in a handful of requests whatever the number of topics.
 *
 * @param isWanted Whether to read a topic's settings.
 */
export async function readClusterTopics(
  admin: Admin,
  isWanted: (name: string) => boolean,
  { expected = [], fewReplicas }: ReadOptions = {},
): Promise<ClusterTopics> {
  const { clusterId, brokers } = await admin.describeCluster();
  const metadata = await lookUntil(
    () => admin.fetchTopicMetadata(),
    ({ topics }) => {
      const names = new Set(topics.map(({ name }) => name));
      return expected.every((name) => names.has(name));
    },
  );
  const moves = await readMoves(admin);
  const assignments = new Map(
    metadata.topics.map(({ name, partitions }): [string, Assignment] => [
      name,
      [...partitions]
        .sort((a, b) => a.partitionId - b.partitionId)
        .map(({ partitionId, replicas }) =>
          presentReplicas(replicas, moves.get(name)?.get(partitionId)),
        ),
    ]),
  );
  const wanted = [...assignments.keys()].filter(isWanted).sort();
  const configs = await readConfigs(admin, wanted);
  const except = new Set(fewReplicas?.except);
  const few = [...assignments].filter(
    ([name, assignment]) =>
      fewReplicas !== undefined &&
      leastCopies(assignment) < fewReplicas.below &&
      !except.has(name) &&
      !isInternalTopic(name),
  );
  return {
    clusterId,
    brokerIds: brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b),
    assignments,
    moves,
    topics: Object.fromEntries(
      wanted.map((name) => [
        name,
        actualTopic(assignments.get(name) ?? [], moves.get(name), configs.get(name)),
      ]),
    ),
    minInSync: await readMinInSync(
      admin,
      few.map(([name]) => name),
    ),
  };
}

function actualTopic(
  assignment: Assignment,
  moves: ReturnType<Moves["get"]>,
  config: ActualTopic["config"] = {},
): ActualTopic {
  // A move to another number of replicas makes them differ too: that number may or may not be the declared one.
  const future = assignment.map((replicas, id) => futureReplicas(replicas, moves?.get(id)));
  const counts = [...assignment, ...future].map(({ length }) => length);
  const [least, most] = [leastCopies(assignment), Math.max(...counts)];
  return {
    partitions: assignment.length,
    replicationFactor: least,
    ...(most > least && { mostReplicas: most }),
    config,
  };
}

function leastCopies(assignment: Assignment): number {
  return Math.min(...assignment.map(({ length }) => length));
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

async function readMinInSync(
  admin: Admin,
  names: readonly string[],
): Promise<ReadonlyMap<string, MinInSync>> {
  if (names.length === 0) return new Map();
  const configNames = ["min.insync.replicas"];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames })),
  });
  return new Map(
    resources.flatMap(({ resourceName, configEntries: [entry] }) =>
      entry
        ? [
            [
              resourceName,
              {
                value: Number(entry.configValue),
                isOwn: entry.configSource === ConfigSource.TOPIC_CONFIG,
              },
            ],
          ]
        : [],
    ),
  );
}
