import type { TopicDeclarations } from "./topics/declaration";

/** All topics of a cluster as a stack declares them: what decides what is done with them. */
export interface DeclaredTopics {
  readonly topics: TopicDeclarations;
  readonly brokers: number;
  readonly minInSyncReplicas?: number;
  readonly deleteTopics?: boolean;
  readonly removedTopics?: readonly string[];
}

/** A change of a stack's topics that is still to come. */
export interface TopicsChange {
  readonly now: DeclaredTopics;
  /** What the last update has left; absent where there is nothing, or nobody knows. */
  readonly deployed?: DeclaredTopics & { readonly clusterId: string };
}
