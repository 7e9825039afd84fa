import type { Reach } from "../../targets/reach";
import { refuseOtherCluster } from "../cluster-id";
import { explain, openKafka, withAdmin } from "../connection";
import { applyPlan } from "../topics/apply";
import { readClusterTopics } from "../topics/cluster-topics";
import type { TopicDeclarations } from "../topics/declaration";
import { describePlan } from "../topics/describe";
import { peekAtTopics } from "../topics/peek";
import { type ActualTopics, planTopics, type TopicPlan } from "../topics/plan";
import { replicateTopics, undeclaredReplication } from "../topics/replication";
import { differingInputs, type Handler, type Tell } from "./handler";
import { diffTopics } from "./topics-diff";
import { importTopics, presentTopics } from "./topics-state";

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

/** Serves `kafka-platform:kafka:Topics`. */
export const topicsHandler: Handler<TopicsInputs, TopicsOutputs> = {
  inputs: ["reach", "topics", "brokers", "deleteTopics"],
  outputs: ["clusterId"],

  check: async (before, now) => {
    if (before.topics && Object.keys(diffInputs(before as TopicsInputs, now)).length === 0)
      return [];
    const { plan } = await foresee(now, before.topics);
    return plan.problems.map((reason) => ({ property: "topics", reason }));
  },

  diff: diffInputs,

  preview: async (now, before, tell) => {
    const { plan, actual, clusterId } = await foresee(now, before?.topics);
    if (clusterId !== undefined) refuseOtherCluster(now.reach, before?.clusterId, clusterId);
    const lines = describePlan(plan, actual);
    if (clusterId === undefined && Object.keys(plan.create).length > 0) {
      lines.push("no broker answers now: a topic that is to be created is adopted if it exists");
    }
    report(lines, tell);
  },

  apply: async (now, before, tell) =>
    withAdmin(await openKafka(now.reach), async (admin) => {
      const names = new Set(namesOf(now.topics, before?.topics));
      const expected = Object.keys(before?.topics ?? {});
      const cluster = await readClusterTopics(admin, (name) => names.has(name), expected);
      refuseOtherCluster(now.reach, before?.clusterId, cluster.clusterId);
      const plan = planFor(now, before?.topics, cluster.topics);
      if (plan.problems.length > 0) throw new Error(plan.problems.join("\n"));
      // Partitions that are added get as many copies as the topic's others have by then.
      await replicateTopics(admin, cluster, {
        ...plan.replicate,
        ...undeclaredReplication(cluster, now.brokers),
      });
      await applyPlan(admin, plan);
      report(describePlan(plan, cluster.topics), tell);
      return { clusterId: cluster.clusterId };
    }),

  read: async (state, tell) => {
    try {
      const names = Object.keys(state.topics);
      const kafka = await openKafka(state.reach, { retry: { retries: 2 } });
      const cluster = await withAdmin(kafka, (admin) =>
        readClusterTopics(admin, (name) => name in state.topics, names),
      );
      refuseOtherCluster(state.reach, state.clusterId, cluster.clusterId);
      return { ...state, topics: presentTopics(state.topics, cluster.topics) };
    } catch (error) {
      // A refresh has to get past a broker that is away: what comes next may be its repair.
      tell.warning(`Topics were not refreshed: ${explain(error)}`);
      return state;
    }
  },

  import: importTopics,
};

function diffInputs(before: TopicsInputs, now: TopicsInputs) {
  const settled = { ...before, deleteTopics: before.deleteTopics ?? false };
  return {
    ...differingInputs(["reach", "brokers", "deleteTopics"], settled, now),
    ...diffTopics(before.topics, now.topics),
  };
}

/** What would have to be done now, by the cluster if it answers, and else by the stack's state. */
async function foresee(
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

function planFor(
  { topics, deleteTopics = false }: TopicsInputs,
  previous: TopicDeclarations | undefined,
  actual: ActualTopics,
): TopicPlan {
  return planTopics({ declared: topics, actual, deleteTopics, ...(previous && { previous }) });
}

function namesOf(now: TopicDeclarations, previous: TopicDeclarations = {}): string[] {
  return [...new Set([...Object.keys(now), ...Object.keys(previous)])];
}

const linesShown = 100;

function report(lines: readonly string[], tell: Tell): void {
  if (lines.length === 0) return;
  const left = lines.length - linesShown;
  const more = left > 0 ? [`and ${left} more; \`pulumi preview --diff\` shows each`] : [];
  tell.info([...lines.slice(0, linesShown), ...more].join("\n"));
}
