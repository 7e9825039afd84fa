/**
 * The shapes of Kafka UI's REST interface (its contract, kafka-ui-api.yaml), as far as the console
 * serves them. Sizes are in bytes, rates in bytes per second. Null means unknown for now: a partition
 * has no leader, or a broker does not answer in time.
 */

export interface Cluster {
  readonly name: string;
  readonly defaultCluster: boolean;
  readonly status: "online" | "offline" | "initializing";
  readonly lastError?: { readonly message: string };
  readonly brokerCount: number;
  readonly onlinePartitionCount: number;
  readonly topicCount: number;
  readonly bytesInPerSec?: number;
  readonly readOnly: boolean;
  readonly version: string;
  readonly features: readonly string[];
}

export interface ClusterStats {
  readonly brokerCount: number;
  readonly zooKeeperStatus?: number;
  /** Id of the controller. */
  readonly activeControllers: number;
  readonly onlinePartitionCount: number;
  readonly offlinePartitionCount: number;
  readonly inSyncReplicasCount: number;
  readonly outOfSyncReplicasCount: number;
  readonly underReplicatedPartitionCount: number;
  /** Of the brokers that answer. */
  readonly diskUsage: readonly { readonly brokerId: number; readonly segmentSize: number }[];
  /** Brokers that hold replicas, or should, but do not answer. */
  readonly silentBrokers: readonly number[];
  readonly version: string;
}

export interface Broker {
  readonly id: number;
  /** `SILENT`: does not answer in time; `OFFLINE`: has left the cluster but is still assigned replicas. */
  readonly state: "ONLINE" | "SILENT" | "OFFLINE";
  /** Absent if the broker is offline, like the port. */
  readonly host?: string;
  readonly port?: number;
  readonly bytesInPerSec?: number;
  readonly partitionsLeader?: number;
  readonly partitions?: number;
  readonly inSyncPartitions?: number;
  readonly segmentSize?: number;
}

export interface Replica {
  readonly broker: number;
  readonly leader: boolean;
  readonly inSync: boolean;
}

export interface Partition {
  readonly partition: number;
  /** Absent while there is none. */
  readonly leader?: number;
  readonly replicas: readonly Replica[];
  readonly offsetMax: number | null;
  readonly offsetMin: number | null;
  readonly segmentSize: number | null;
}

export interface Topic {
  readonly name: string;
  readonly internal: boolean;
  readonly partitionCount: number;
  readonly replicationFactor: number;
  readonly replicas: number;
  readonly inSyncReplicas: number;
  readonly underReplicatedPartitions: number;
  readonly segmentSize?: number;
  /** Whether the size of some replica is unknown and missing from the sum. */
  readonly segmentSizeIsPartial?: boolean;
  readonly bytesInPerSec?: number;
  /** Number of messages, counting gaps left by compaction. */
  readonly messagesCount: number | null;
  readonly messagesInPerSec?: number;
  readonly cleanUpPolicy?: "DELETE" | "COMPACT" | "COMPACT_DELETE" | "UNKNOWN";
  readonly partitions: readonly Partition[];
}

export interface TopicsResponse {
  readonly pageCount: number;
  readonly topicCount: number;
  readonly topics: readonly Topic[];
}

export type ConfigSource =
  | "DYNAMIC_TOPIC_CONFIG"
  | "DYNAMIC_BROKER_LOGGER_CONFIG"
  | "DYNAMIC_BROKER_CONFIG"
  | "DYNAMIC_DEFAULT_BROKER_CONFIG"
  | "STATIC_BROKER_CONFIG"
  | "DEFAULT_CONFIG"
  | "UNKNOWN";

export interface TopicConfig {
  readonly name: string;
  readonly value: string;
  readonly defaultValue?: string;
  readonly source: ConfigSource;
  readonly isSensitive: boolean;
  readonly isReadOnly: boolean;
  readonly synonyms: readonly {
    readonly name: string;
    readonly value: string;
    readonly source: ConfigSource;
  }[];
}

export type ConsumerGroupState =
  "UNKNOWN" | "PREPARING_REBALANCE" | "COMPLETING_REBALANCE" | "STABLE" | "DEAD" | "EMPTY";

export interface ConsumerGroup {
  readonly groupId: string;
  readonly members: number | null;
  readonly topics: number | null;
  /** Whether no consumer joined the group: its offsets were committed from outside. */
  readonly simple: boolean;
  readonly partitionAssignor: string;
  readonly state: ConsumerGroupState;
  /** Messages still to be read; absent if nothing was committed, null if the lag of a partition is unknown. */
  readonly consumerLag?: number | null;
}

export interface ConsumerGroupDetails extends ConsumerGroup {
  readonly partitions: readonly ConsumerGroupPartition[];
}

export interface ConsumerGroupPartition {
  readonly topic: string;
  readonly partition: number;
  /** Absent if nothing was committed. */
  readonly currentOffset?: number | null;
  readonly endOffset: number | null;
  /** Absent if nothing was committed. */
  readonly consumerLag?: number | null;
  readonly lagProblem?: LagProblem;
  readonly consumerId?: string;
  readonly host?: string;
}

/**
 * Why a lag is unknown: the topic or partition no longer exists, there is no leader or no answer, or the
 * committed offset is after the end, as in a topic that was recreated. `BEFORE_START` does have a lag, counted
 * from the first message that is kept: those before it were deleted unread.
 */
export type LagProblem = "GONE" | "NO_LEADER" | "NO_ANSWER" | "AFTER_END" | "BEFORE_START";

export interface ConsumerGroupsPage {
  readonly pageCount: number;
  readonly groupCount: number;
  readonly consumerGroups: readonly ConsumerGroup[];
  /** Brokers that did not report which groups they coordinate: some groups may be missing. */
  readonly silentBrokers: readonly number[];
  /** Number of all matching groups whose lag is unknown; absent if only the page's groups were asked about. */
  readonly unknownLagCount?: number;
}

export interface TopicMessage {
  readonly partition: number;
  readonly offset: number;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly timestampType: "NO_TIMESTAMP_TYPE" | "CREATE_TIME" | "LOG_APPEND_TIME";
  readonly key?: string;
  readonly content?: string;
  /** By name, the last header of each; a value may be null. */
  readonly headers: Readonly<Record<string, string | null>>;
  /** All headers in order. */
  readonly headerList: readonly {
    readonly name: string;
    readonly value: string | null;
    /** Whether the value is not text, and is shown in hexadecimal digits. */
    readonly isHex?: boolean;
  }[];
  readonly keySize?: number;
  readonly valueSize?: number;
  readonly headersSize: number;
  readonly keySerde: "String" | "Hex";
  readonly valueSerde: "String" | "Hex";
  /** Whether the key or the content was cut to the maximum size. */
  readonly truncated?: boolean;
  /** Set if not committed: consumers with `read_committed` do not get the message, or not yet. */
  readonly transaction?: "ABORTED" | "OPEN";
}

export type TopicMessageEvent =
  | { readonly type: "PHASE"; readonly phase: { readonly name: string } }
  | { readonly type: "MESSAGE"; readonly message: TopicMessage }
  | { readonly type: "CONSUMING"; readonly consuming: Consuming }
  | {
      readonly type: "DONE";
      readonly consuming: Consuming;
      readonly cursor?: { readonly id: string };
    };

export interface Consuming {
  readonly bytesConsumed: number;
  readonly elapsedMs: number;
  /** Whether a bound ended the search before the end of the topic. */
  readonly isCancelled: boolean;
  readonly messagesConsumed: number;
  readonly filterApplyErrors: number;
  /** Partitions that cannot be read now, with reasons: their messages are missing. */
  readonly unread?: readonly { readonly partition: number; readonly reason: string }[];
}

/** Figures over time: one value for each time, null if there is none. */
export interface History {
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
}
