import { type Exchange, metadataExchange } from "./kafkajs-internals";

/** What a cluster says of itself. */
export interface Metadata {
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly BrokerAddress[];
  /** Topics by name, in the order of their names. */
  readonly topics: ReadonlyMap<string, TopicMetadata>;
}

/** Where a broker is, as it advertises itself. */
export interface BrokerAddress {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** A topic and its partitions, in their order. */
export interface TopicMetadata {
  readonly name: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}

/** A partition and where its copies are: ids of brokers. */
export interface PartitionMetadata {
  readonly id: number;
  /** -1 while it has none. */
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
 * Asks for all topics. A partition without a leader is no error here: it is what somebody who looks
 * at a cluster in trouble wants to see.
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
