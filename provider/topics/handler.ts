import { refuseOtherCluster } from "../../kafka/cluster-id";
import { explain, openKafka, withAdmin } from "../../kafka/connections/kafka";
import { type ClusterTopics, readClusterTopics } from "../../kafka/topics/cluster-topics";
import { convergeTopics } from "../../kafka/topics/converge";
import { type Handler, PartialFailure, type Reporter } from "../handler";
import { notRefreshed } from "../not-refreshed";
import { interrupted, interruptedBefore } from "./interrupted";
import {
  describeWhole,
  diffInputs,
  fewReplicas,
  planForPreview,
  namesOf,
  planFor,
  type TopicsInputs,
  type TopicsOutputs,
  type WholePlan,
} from "./preview";
import { stateAfter } from "./partial";
import { importTopics, presentTopics } from "./state";

/** Serves `kafka-platform:kafka:Topics`. */
export const topicsHandler: Handler<TopicsInputs, TopicsOutputs> = {
  inputs: [
    "connection",
    "topics",
    "brokers",
    "minInSyncReplicas",
    "deleteTopics",
    "removedTopics",
    "replicationThrottleMBps",
  ],
  outputs: ["clusterId"],

  check: async (before, now) => {
    if (before.topics && Object.keys(diffInputs(before as TopicsInputs, now)).length === 0)
      return [];
    const { plan } = await planForPreview(now, before);
    // Each reason names its place. If a property were named here, the engine would print its value: all topics.
    return plan.problems.map((reason) => ({ property: "", reason }));
  },

  diff: diffInputs,

  preview: async (now, before, report) => {
    const { plan, actual, clusterId } = await planForPreview(now, before);
    if (clusterId !== undefined) refuseOtherCluster(now.connection, before?.clusterId, clusterId);
    if (plan.problems.length > 0) throw new Error(plan.problems.join("\n"));
    const lines = describeWhole(plan, actual);
    if (clusterId === undefined && Object.keys(plan.create).length > 0) {
      lines.push("no broker answers: a topic to be created is adopted if it exists");
    }
    showLines(lines, report);
  },

  apply: async (now, before, report, signal) => {
    let begun: { readonly cluster: ClusterTopics; readonly plan: WholePlan } | undefined;
    const plan = (cluster: ClusterTopics) => {
      refuseOtherCluster(now.connection, before?.clusterId, cluster.clusterId);
      const planned = planFor(now, before?.topics, cluster);
      if (planned.problems.length > 0) throw new Error(planned.problems.join("\n"));
      begun ??= { cluster, plan: planned };
      return planned;
    };
    await converge({ now, before, plan, report, signal }).catch(async (error: unknown) => {
      if (!begun) throw signal.aborted ? new Error(interruptedBefore(signal)) : error;
      const state = await stateAfter({
        now,
        before,
        ...begun,
        error,
        isInterrupted: signal.aborted,
      });
      const message = signal.aborted
        ? interrupted(signal, now.topics, state.topics)
        : explain(error);
      throw new PartialFailure(message, state, error);
    });
    if (!begun) throw new Error("The topics were not read from the cluster");
    showLines(describeWhole(begun.plan, begun.cluster.topics), report);
    return { clusterId: begun.cluster.clusterId };
  },

  read: async (state, report) => {
    try {
      const names = Object.keys(state.topics);
      const kafka = await openKafka(state.connection, { retry: { retries: 2 } });
      const cluster = await withAdmin(kafka, (admin) =>
        readClusterTopics(admin, (name) => Object.hasOwn(state.topics, name), { expected: names }),
      );
      refuseOtherCluster(state.connection, state.clusterId, cluster.clusterId);
      return { ...state, topics: presentTopics(state.topics, cluster.topics) };
    } catch (error) {
      // A refresh must not fail because a broker is down: the next step may be its repair.
      report.warning(`${notRefreshed}: ${explain(error)}`);
      return state;
    }
  },

  import: importTopics,
};

interface Change {
  readonly now: TopicsInputs;
  readonly before: TopicsInputs | undefined;
  readonly plan: (cluster: ClusterTopics) => WholePlan;
  readonly report: Reporter;
  readonly signal: AbortSignal;
}

function converge({ now, before, plan, report, signal }: Change): Promise<void> {
  const { connection, topics, brokers, replicationThrottleMBps = 0 } = now;
  return convergeTopics({
    connection,
    brokers,
    names: namesOf(topics, before?.topics),
    read: { expected: Object.keys(before?.topics ?? {}), fewReplicas: fewReplicas(now) },
    replication: {
      throttleMBps: replicationThrottleMBps,
      report: progress(report),
      warn: (message) => report.warning(message),
    },
    plan,
    signal,
  });
}

/** Shows the progress; once a minute as a lasting message, because a log shows nothing else. */
function progress(report: Reporter): (message: string) => void {
  let last = Date.now();
  return (message) => {
    const isDue = Date.now() - last >= 60_000;
    if (isDue) last = Date.now();
    if (isDue) report.info(message);
    else report.status(message);
  };
}

const linesShown = 100;

function showLines(lines: readonly string[], report: Reporter): void {
  if (lines.length === 0) return;
  const left = lines.length - linesShown;
  const more = left > 0 ? [`and ${left} more; \`pulumi preview --diff\` shows each`] : [];
  report.info([...lines.slice(0, linesShown), ...more].join("\n"));
}
