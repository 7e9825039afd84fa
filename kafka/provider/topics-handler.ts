import { refuseOtherCluster } from "../cluster-id";
import { explain, openKafka, withAdmin } from "../connection";
import { readClusterTopics } from "../topics/cluster-topics";
import { convergeTopics } from "../topics/converge";
import { describePlan } from "../topics/describe";
import { undeclaredReplication } from "../topics/replication";
import type { Handler, Tell } from "./handler";
import { notRefreshed } from "./not-refreshed";
import { diffInputs, foresee, namesOf, planFor } from "./topics-foresight";
import type { TopicsInputs, TopicsOutputs } from "./topics-foresight";
import { importTopics, presentTopics } from "./topics-state";

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

  apply: async (now, before, tell) => {
    const { reach, topics, brokers } = now;
    const { before: cluster, plan } = await convergeTopics({
      reach,
      brokers,
      names: namesOf(topics, before?.topics),
      expected: Object.keys(before?.topics ?? {}),
      plan: (found) => {
        refuseOtherCluster(reach, before?.clusterId, found.clusterId);
        const planned = planFor(now, before?.topics, found.topics);
        if (planned.problems.length > 0) throw new Error(planned.problems.join("\n"));
        const replicate = { ...planned.replicate, ...undeclaredReplication(found, brokers) };
        return { ...planned, replicate };
      },
    });
    report(describePlan(plan, cluster.topics), tell);
    return { clusterId: cluster.clusterId };
  },

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
      tell.warning(`${notRefreshed}: ${explain(error)}`);
      return state;
    }
  },

  import: importTopics,
};

const linesShown = 100;

function report(lines: readonly string[], tell: Tell): void {
  if (lines.length === 0) return;
  const left = lines.length - linesShown;
  const more = left > 0 ? [`and ${left} more; \`pulumi preview --diff\` shows each`] : [];
  tell.info([...lines.slice(0, linesShown), ...more].join("\n"));
}
