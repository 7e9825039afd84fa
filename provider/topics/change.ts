import type { TopicDeclarations } from "../../kafka/topics/declaration";

/** A stack's declaration of all topics of a cluster, with the settings that decide what is done with them. */
export interface DeclaredTopics {
  readonly topics: TopicDeclarations;
  readonly brokers: number;
  readonly minInSyncReplicas?: number;
  readonly deleteTopics?: boolean;
  readonly removedTopics?: readonly string[];
}

/** A coming change of a stack's topics. */
export interface TopicsChange {
  readonly now: DeclaredTopics;
  /** What the last update has left; absent if there is nothing, or it is unknown. */
  readonly deployed?: DeclaredTopics & { readonly clusterId: string };
}
