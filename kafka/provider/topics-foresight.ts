import type { Reach } from "../../targets/reach";
import type { ClusterTopics, ReadOptions } from "../topics/cluster-topics";
import {
  defaultInSyncReplicas,
  defaultReplicationFactor,
  type TopicDeclarations,
} from "../topics/declaration";
import { describePlan, describeUndeclared } from "../topics/describe";
import { peekAtTopics } from "../topics/peek";
import { type ActualTopics, planTopics, type TopicPlan } from "../topics/plan";
import { type MoreCopies, undeclaredReplication } from "../topics/undeclared";
import { differingInputs } from "./handler";
import { diffTopics } from "./topics-diff";

/** Inputs of `kafka-platform:kafka:Topics`. */
export interface TopicsInputs {
  readonly reach: Reach;
  readonly topics: TopicDeclarations;
  /** Number of brokers, from which the copies of topics that nobody declares follow. */
  readonly brokers: number;
  /** The brokers' `min.insync.replicas`. Default, in older states: not known. */
  readonly minInSyncReplicas?: number;
  /** Whether topics that are declared no more are deleted. Default, in older states: false. */
  readonly deleteTopics?: boolean;
  /** Topics that are to go and are no others by a new name. Default: none. */
  readonly removedTopics?: readonly string[];
  /** Megabytes (10^6 bytes) a second that a broker may send or receive of copies that are moved; 0: no limit. Default, in older states: 0. */
  readonly replicationThrottleMBps?: number;
}

/** Outputs of `kafka-platform:kafka:Topics`. */
export interface TopicsOutputs {
  readonly clusterId: string;
}

/** A plan for all topics of a cluster. */
export interface WholePlan extends TopicPlan {
  /** Topics that nobody declares and that need more copies; `replicate` has them too. */
  readonly undeclared: readonly MoreCopies[];
}

/**
 * What differs between two declarations of all topics, by property path. How fast copies move is no difference, nor
 * which removals are confirmed.
 */
export function diffInputs(before: TopicsInputs, now: TopicsInputs) {
  const { brokers, minInSyncReplicas, deleteTopics = false } = before;
  // A release that did not know it may have left topics with too few copies, where there are several brokers.
  const known = minInSyncReplicas ?? (brokers === 1 ? minInSyncOf(now) : undefined);
  return {
    ...differingInputs(
      ["reach", "brokers", "minInSyncReplicas", "deleteTopics"],
      { ...before, deleteTopics, ...(known !== undefined && { minInSyncReplicas: known }) },
      { ...now, minInSyncReplicas: minInSyncOf(now) },
    ),
    ...diffTopics(before.topics, now.topics),
  };
}

/** What would have to be done now, by the cluster if it answers, and else by the stack's state. */
export async function foresee(
  now: TopicsInputs,
  before: Partial<TopicsInputs> | undefined,
): Promise<{ plan: WholePlan; actual: ActualTopics; clusterId: string | undefined }> {
  const previous = before?.topics;
  const cluster = await peekAtTopics({
    reach: now.reach,
    names: namesOf(now.topics, previous),
    fewCopies: fewCopies(now),
  });
  const actual = cluster?.topics ?? previous ?? {};
  const isComing =
    before?.brokers !== undefined && minInSyncOf({ brokers: 1, ...before }) !== minInSyncOf(now);
  const comingInSync = isComing ? minInSyncOf(now) : undefined;
  const plan = planFor(now, previous, { topics: actual, ...cluster }, comingInSync);
  return { plan, actual, clusterId: cluster?.clusterId };
}

/** What a plan needs to know of a cluster; of one that does not answer, only the topics. */
type Known = Pick<ClusterTopics, "topics"> & Partial<ClusterTopics>;

/**
 * The plan from the actual topics to the declared ones.
 *
 * @param comingInSync The brokers' min.insync.replicas, where it is not yet what it will be.
 */
export function planFor(
  now: TopicsInputs,
  previous: TopicDeclarations | undefined,
  { topics: actual, assignments = new Map(), minInSync = new Map() }: Known,
  comingInSync?: number,
): WholePlan {
  const { topics: declared, deleteTopics = false, removedTopics: removed = [], brokers } = now;
  const plan = planTopics({
    declared,
    actual,
    deleteTopics,
    removed,
    ...(previous && { previous }),
  });
  const undeclared = undeclaredReplication({
    cluster: { assignments, minInSync },
    brokers,
    comingInSync,
    leaving: plan.delete,
  });
  const more = Object.fromEntries(undeclared.map(({ name, to }) => [name, to]));
  return { ...plan, replicate: { ...plan.replicate, ...more }, undeclared };
}

/** Says what a plan does, in lines. */
export function describeWhole(plan: WholePlan, actual: ActualTopics): string[] {
  return [...describePlan(plan, actual), ...describeUndeclared(plan.undeclared)];
}

/** The topics that nobody declares of which it must be known how many copies they need. */
export function fewCopies(now: TopicsInputs): NonNullable<ReadOptions["fewCopies"]> {
  const below = Math.max(defaultReplicationFactor(now.brokers), minInSyncOf(now));
  return { below, except: Object.keys(now.topics) };
}

/** The topics that are declared now or were before. */
export function namesOf(now: TopicDeclarations, previous: TopicDeclarations = {}): string[] {
  return [...new Set([...Object.keys(now), ...Object.keys(previous)])];
}

function minInSyncOf({
  brokers,
  minInSyncReplicas,
}: Pick<TopicsInputs, "brokers" | "minInSyncReplicas">): number {
  return minInSyncReplicas ?? defaultInSyncReplicas(brokers);
}
