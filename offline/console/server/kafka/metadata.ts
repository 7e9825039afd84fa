import { type Exchange, metadataExchange } from "./kafkajs-internals";

/** A cluster's metadata. */
export interface Metadata {
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly BrokerAddress[];
  /** Topics by name, sorted by name. */
  readonly topics: ReadonlyMap<string, TopicMetadata>;
}

/** The address that a broker advertises. */
export interface BrokerAddress {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** A topic and its partitions, in order. */
export interface TopicMetadata {
  readonly name: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}

/** A partition, and the ids of the brokers with its replicas. */
export interface PartitionMetadata {
  readonly id: number;
  /** -1 while there is none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

interface RawMetadata {
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly BrokerAddress[];
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number;
    readonly topic: string;
    readonly isInternal: boolean;
    readonly partitionMetadata: readonly {
      readonly partitionId: number;
      readonly leader: number;
      readonly replicas: number[];
      readonly isr: number[];
    }[];
  }[];
}

/**
 * A request for all topics. A partition without a leader is not an error here: it is what users want to see when
 * a cluster is in trouble.
 */
export function allTopics(): Exchange<Metadata> {
  const { request, response } = metadataExchange([]);
  return {
    request,
    response: {
      decode: async (data) => tidy((await response.decode(data)) as RawMetadata),
      parse: (metadata) => Promise.resolve(metadata),
    },
  };
}

function tidy({ clusterId, controllerId, brokers, topicMetadata }: RawMetadata): Metadata {
  const topics = topicMetadata
    .filter(({ topicErrorCode }) => topicErrorCode === 0)
    .map(({ topic, isInternal, partitionMetadata }): TopicMetadata => ({
      name: topic,
      isInternal: isInternal || topic.startsWith("__"),
      partitions: partitionMetadata
        .map(({ partitionId, leader, replicas, isr }) => ({
          id: partitionId,
          leader,
          replicas,
          inSync: isr,
        }))
        .sort((a, b) => a.id - b.id),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    clusterId,
    controllerId,
    brokers: [...brokers].sort((a, b) => a.nodeId - b.nodeId),
    topics: new Map(topics.map((topic) => [topic.name, topic])),
  };
}
