import { smokeTopic } from "../smoke/topic";

/** A topic as it should be: what the stack's configuration says, completed with defaults. */
export interface TopicDeclaration {
  /** Number of partitions, from 1; it can grow later and never shrink. */
  readonly partitions: number;
  /** Replicas of each partition, from 1 to the number of brokers. */
  readonly replicationFactor: number;
  /** Topic settings by Kafka's names. What is not named here keeps the broker's value. */
  readonly config: Readonly<Record<string, string>>;
  /** Whether the topic is kept even if topics may be deleted. Default: false. */
  readonly preventDelete?: boolean;
  /** The topic that this one replaces: confirms that it may be deleted with its messages. Default: none. */
  readonly renamedFrom?: string;
}

/** The declared topics of a cluster, by name. */
export type TopicDeclarations = Readonly<Record<string, TopicDeclaration>>;

/** Topics that belong to Kafka itself: those of `Topic.INTERNAL_TOPICS`, of KRaft and of tiered storage. */
const internalTopics = [
  "__consumer_offsets",
  "__transaction_state",
  "__cluster_metadata",
  "__remote_log_metadata",
];

/** Whether a topic is Kafka's own or the smoke test's, and cannot be declared. */
export function isInternalTopic(name: string): boolean {
  return internalTopics.includes(name) || name === smokeTopic;
}

/**
 * Whether a topic belongs in a list of declarations made from a cluster: by convention, those that begin with `__`
 * are some system's own.
 */
export function isListed(name: string): boolean {
  return !name.startsWith("__") && !isInternalTopic(name);
}

/**
 * Says what is wrong with a topic's name, or undefined.
 * The rules are those of `org.apache.kafka.common.internals.Topic`.
 */
export function topicNameProblem(name: string): string | undefined {
  if (name === "." || name === "..") {
    return "must not be '.' or '..'";
  }
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name)) {
    return "must have 1 to 249 characters, each a letter from a to z or A to Z, a digit, '.', '_' or '-'";
  }
  // JavaScript does not store a property of this name, so Pulumi's SDK would lose the topic.
  if (name === "__proto__") return "is a name that Pulumi cannot store, and cannot be declared";
  if (name === smokeTopic) return "is reserved for the smoke test and cannot be declared";
  return isInternalTopic(name) ? "is internal to Kafka and cannot be declared" : undefined;
}

/**
 * Kafka replaces '.' with '_' in the names of a topic's metrics, and refuses a topic
 * whose name would then collide with another's. Two names collide if their keys are equal.
 */
export function topicCollisionKey(name: string): string {
  return name.replaceAll(".", "_");
}

/** The safe replication factor if none is declared: three replicas, or one on every broker if there are fewer. */
export function defaultReplicationFactor(brokers: number): number {
  return Math.min(3, brokers);
}

/**
 * The safe `min.insync.replicas` if none is declared: all replicas but one. A cluster that loses a broker then
 * continues and still has what it acknowledged. With two brokers one is enough, because otherwise neither could
 * work without the other.
 */
export function defaultInSyncReplicas(brokers: number): number {
  return Math.max(1, defaultReplicationFactor(brokers) - 1);
}
