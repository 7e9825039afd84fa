import * as pulumi from "@pulumi/pulumi";
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

/** The function of the engine that the Node.js SDK had `listResourceOutputs` for. */
const readState = "pulumi:pulumi:readStackResourceOutputs";
const topicsType = "kafka-platform:kafka:Topics";

/**
 * The topics as this stack's state has them, so that a change of them can be judged before it is their turn.
 * A state must be there: the engine ends with an error of its own where a stack has none yet.
 *
 * @returns Undefined where there are none, or where the engine does not say.
 */
export async function deployedTopics(): Promise<TopicsChange["deployed"]> {
  try {
    const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    const { outputs = {} } = (await pulumi.runtime.invoke(readState, { stackName })) as Answer;
    const found = Object.values(outputs).find(({ type }) => type === topicsType)?.outputs;
    if (!found) return undefined;
    const { topics, brokers, minInSyncReplicas, deleteTopics, clusterId } = found;
    return {
      topics,
      brokers,
      clusterId,
      ...(minInSyncReplicas !== undefined && { minInSyncReplicas }),
      ...(deleteTopics !== undefined && { deleteTopics }),
    };
  } catch (error) {
    // The topics are judged once more, later, by whoever has the state.
    void pulumi.log.debug(`The state could not be read: ${String(error)}`);
    return undefined;
  }
}

interface Answer {
  readonly outputs?: Readonly<
    Record<string, { type: string; outputs: NonNullable<TopicsChange["deployed"]> }>
  >;
}
