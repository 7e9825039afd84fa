import { own } from "../../common/own";
import { isDeepStrictEqual } from "node:util";
import { isTransient } from "../../kafka/connections/kafka";
import { type Administration, withAdministration } from "../../kafka/administration/administration";
import { RefusedTopics } from "../../kafka/topics/apply";
import { type ClusterTopics, readClusterTopics } from "../../kafka/topics/cluster-topics";
import type { TopicDeclaration, TopicDeclarations } from "../../kafka/topics/declaration";
import type { ActualTopics, TopicPlan } from "../../kafka/topics/plan";
import { namesOf } from "./preview";
import type { TopicsInputs, TopicsOutputs } from "./preview";
import { presentTopics } from "./state";

/** An `up` that failed. */
export interface FailedRun {
  readonly now: TopicsInputs;
  readonly before: (TopicsInputs & TopicsOutputs) | undefined;
  /** The cluster when the run began. */
  readonly cluster: Pick<ClusterTopics, "clusterId" | "topics">;
  /** What was planned then. */
  readonly plan: Pick<TopicPlan, "adopt">;
  readonly error: unknown;
  /** Whether it was ended early. Default: false. */
  readonly isInterrupted?: boolean;
}

/**
 * The state after a failure: the topics as they are. What was done is then known and can be undone, and the rest
 * is still a difference. Inputs that are not about single topics stay as they were: after a failed change of the
 * number of brokers, that change is still to be made.
 */
export async function stateAfter(run: FailedRun): Promise<TopicsInputs & TopicsOutputs> {
  const { now, before, cluster } = run;
  const { brokers, minInSyncReplicas, deleteTopics } = before ?? now;
  const { connection, replicationThrottleMBps } = now;
  return {
    connection,
    brokers,
    ...(replicationThrottleMBps !== undefined && { replicationThrottleMBps }),
    ...(minInSyncReplicas !== undefined && { minInSyncReplicas }),
    ...(deleteTopics !== undefined && { deleteTopics }),
    clusterId: cluster.clusterId,
    topics: topicsAfter(run, await readAgain(run)),
  };
}

/**
 * The declared topics after a failure.
 *
 * @param actual The topics as they are; undefined if the cluster does not answer.
 */
export function topicsAfter(run: FailedRun, actual: ActualTopics | undefined): TopicDeclarations {
  const names = namesOf(run.now.topics, run.before?.topics);
  const topics = names.map((name) => [name, topicAfter(name, run, actual)] as const);
  return Object.fromEntries(topics.filter((topic) => topic[1] !== undefined)) as TopicDeclarations;
}

function topicAfter(
  name: string,
  { now, before, cluster, plan, error, isInterrupted = false }: FailedRun,
  actual: ActualTopics | undefined,
): TopicDeclaration | undefined {
  const [declared, previous, first] = [
    own(now.topics, name),
    own(before?.topics, name),
    own(cluster.topics, name),
  ];
  const base = declared ?? previous;
  if (!base) return undefined;
  const isRefused = error instanceof RefusedTopics && error.names.has(name);
  // A request that was under way when the connection broke or was given up may still take effect.
  const isOpen = !isRefused && (isTransient(error) || isInterrupted || !actual);
  // Both kinds belong to this stack: settings that were set, and settings that should have been removed but were not.
  const topic = { ...base, config: { ...previous?.config, ...declared?.config } };
  const found = own(actual, name);
  if (!found) {
    if (actual && !isOpen) return undefined;
    if (first) return { ...topic, ...(previous ?? first), config: topic.config };
    return isOpen && declared ? topic : undefined;
  }
  // Not adopted yet, or not created by this stack: it still belongs to somebody else.
  const isUntouched = plan.adopt.includes(name)
    ? isDeepStrictEqual(found, first)
    : !first && !previous;
  if (isUntouched && !isOpen && (isRefused || !isAsDeclared(topic, found))) return undefined;
  return own(presentTopics({ [name]: topic }, { [name]: found }), name);
}

function isAsDeclared(topic: TopicDeclaration, found: ActualTopics[string]): boolean {
  return isDeepStrictEqual(presentTopics({ topic }, { topic: found }).topic, topic);
}

/** Time in milliseconds that brokers get to say what an interrupted run has done. */
const haste = 3000;

/** Reads the topics again; undefined if no broker answers, or not soon enough for an interrupted run. */
async function readAgain(run: FailedRun): Promise<ActualTopics | undefined> {
  const { now, before, cluster, isInterrupted } = run;
  const names = new Set(namesOf(now.topics, before?.topics));
  const options = isInterrupted ? { signal: AbortSignal.timeout(haste) } : {};
  try {
    const read = async (admin: Administration) => {
      const found = await readClusterTopics(admin, (name) => names.has(name));
      return found.clusterId === cluster.clusterId ? found.topics : undefined;
    };
    return await withAdministration(now.connection, read, options);
  } catch {
    return undefined;
  }
}
