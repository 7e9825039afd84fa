import type { Reach } from "../../targets/reach";
import type { TopicDeclarations } from "../topics/declaration";
import { peekAtTopics } from "../topics/peek";
import { type ActualTopics, planTopics, type TopicPlan } from "../topics/plan";
import { differingInputs } from "./handler";
import { diffTopics } from "./topics-diff";

/** Inputs of `kafka-platform:kafka:Topics`. */
export interface TopicsInputs {
  readonly reach: Reach;
  readonly topics: TopicDeclarations;
  /** Number of brokers, from which the copies of Kafka's own topics follow. */
  readonly brokers: number;
  /** Whether topics that are declared no more are deleted. Default, in older states: false. */
  readonly deleteTopics?: boolean;
}

/** Outputs of `kafka-platform:kafka:Topics`. */
export interface TopicsOutputs {
  readonly clusterId: string;
}

/** What differs between two declarations of all topics, by property path. */
export function diffInputs(before: TopicsInputs, now: TopicsInputs) {
  const settled = { ...before, deleteTopics: before.deleteTopics ?? false };
  return {
    ...differingInputs(["reach", "brokers", "deleteTopics"], settled, now),
    ...diffTopics(before.topics, now.topics),
  };
}

/** What would have to be done now, by the cluster if it answers, and else by the stack's state. */
export async function foresee(
  now: TopicsInputs,
  previous: TopicDeclarations | undefined,
): Promise<{ plan: TopicPlan; actual: ActualTopics; clusterId: string | undefined }> {
  const cluster = await peekAtTopics({
    reach: now.reach,
    names: namesOf(now.topics, previous),
  });
  const actual = cluster?.topics ?? previous ?? {};
  return { plan: planFor(now, previous, actual), actual, clusterId: cluster?.clusterId };
}

/** The plan from the actual topics to the declared ones. */
export function planFor(
  { topics, deleteTopics = false }: TopicsInputs,
  previous: TopicDeclarations | undefined,
  actual: ActualTopics,
): TopicPlan {
  return planTopics({ declared: topics, actual, deleteTopics, ...(previous && { previous }) });
}

/** The topics that are declared now or were before. */
export function namesOf(now: TopicDeclarations, previous: TopicDeclarations = {}): string[] {
  return [...new Set([...Object.keys(now), ...Object.keys(previous)])];
}
