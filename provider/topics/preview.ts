import type { Connection } from "../../targets/connection";
import type { ClusterTopics, ReadOptions } from "../../kafka/topics/cluster-topics";
import {
  defaultInSyncReplicas,
  defaultReplicationFactor,
  type TopicDeclarations,
} from "../../kafka/topics/declaration";
import { describePlan, describeUndeclared } from "../../kafka/topics/describe";
import { readTopicsForPreview } from "../../kafka/topics/read-for-preview";
import { type ActualTopics, planTopics, type TopicPlan } from "../../kafka/topics/plan";
import { type MoreReplicas, undeclaredReplication } from "../../kafka/topics/undeclared";
import { differingInputs } from "../handler";
import { diffTopics } from "./diff";

/** Inputs of `kafka-platform:kafka:Topics`. */
export interface TopicsInputs {
  readonly connection: Connection;
  readonly topics: TopicDeclarations;
  /** Number of brokers, which determines the replication factor of undeclared topics. */
  readonly brokers: number;
  /** The brokers' `min.insync.replicas`. Default, in older states: not known. */
  readonly minInSyncReplicas?: number;
  /** Whether topics that are no longer declared are deleted. Default, in older states: false. */
  readonly deleteTopics?: boolean;
  /** Topics to delete that have not merely been renamed. Default: none. */
  readonly removedTopics?: readonly string[];
  /**
   * Megabytes (10^6 bytes) a second that a broker may send or receive for replicas that are moved; 0: no limit.
   * Default, in older states: 0.
   */
  readonly replicationThrottleMBps?: number;
}

/** Outputs of `kafka-platform:kafka:Topics`. */
export interface TopicsOutputs {
  readonly clusterId: string;
}

/** A plan for all topics of a cluster. */
export interface WholePlan extends TopicPlan {
  /** Undeclared topics that need more replicas; `replicate` has them too. */
  readonly undeclared: readonly MoreReplicas[];
}

/**
 * The differences between two declarations of all topics, by property path. How fast replicas move, and which
 * removals are confirmed, is no difference.
 */
export function diffInputs(before: TopicsInputs, now: TopicsInputs) {
  const { brokers, minInSyncReplicas, deleteTopics = false } = before;
  // With several brokers, a release that did not know the setting may have left topics with too few replicas.
  const known = minInSyncReplicas ?? (brokers === 1 ? minInSyncOf(now) : undefined);
  return {
    ...differingInputs(
      ["connection", "brokers", "minInSyncReplicas", "deleteTopics"],
      { ...before, deleteTopics, ...(known !== undefined && { minInSyncReplicas: known }) },
      { ...now, minInSyncReplicas: minInSyncOf(now) },
    ),
    ...diffTopics(before.topics, now.topics),
  };
}

/** What would have to be done now, according to the cluster if it answers, otherwise to the stack's state. */
export async function planForPreview(
  now: TopicsInputs,
  before: Partial<TopicsInputs> | undefined,
): Promise<{ plan: WholePlan; actual: ActualTopics; clusterId: string | undefined }> {
  const previous = before?.topics;
  const cluster = await readTopicsForPreview({
    connection: now.connection,
    names: namesOf(now.topics, previous),
    fewReplicas: fewReplicas(now),
  });
  const actual = cluster?.topics ?? previous ?? {};
  const isComing =
    before?.brokers !== undefined && minInSyncOf({ brokers: 1, ...before }) !== minInSyncOf(now);
  const comingInSync = isComing ? minInSyncOf(now) : undefined;
  const plan = planFor(now, previous, { topics: actual, ...cluster }, comingInSync);
  return { plan, actual, clusterId: cluster?.clusterId };
}

/** What a plan needs to know about a cluster; if it does not answer, only the topics. */
type Known = Pick<ClusterTopics, "topics"> & Partial<ClusterTopics>;

/**
 * The plan from the actual topics to the declared ones.
 *
 * @param comingInSync The brokers' future min.insync.replicas, if it is about to change.
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

/** Describes what a plan does, line by line. */
export function describeWhole(plan: WholePlan, actual: ActualTopics): string[] {
  return [...describePlan(plan, actual), ...describeUndeclared(plan.undeclared)];
}

/** Selects the undeclared topics that may need more replicas. */
export function fewReplicas(now: TopicsInputs): NonNullable<ReadOptions["fewReplicas"]> {
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
