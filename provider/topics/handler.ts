import { refuseOtherCluster } from "../../kafka/cluster-id";
import { explain, openKafka, withAdmin } from "../../kafka/connections/kafka";
import { type ClusterTopics, readClusterTopics } from "../../kafka/topics/cluster-topics";
import { convergeTopics } from "../../kafka/topics/converge";
import { type Handler, PartialFailure, type Tell } from "../handler";
import { notRefreshed } from "../not-refreshed";
import { interrupted, interruptedBefore } from "./interrupted";
import {
  describeWhole,
  diffInputs,
  fewCopies,
  foresee,
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
    "reach",
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
    const { plan } = await foresee(now, before);
    // Each reason names its place. If a property were named here, the engine would print its value: all topics.
    return plan.problems.map((reason) => ({ property: "", reason }));
  },

  diff: diffInputs,

  preview: async (now, before, tell) => {
    const { plan, actual, clusterId } = await foresee(now, before);
    if (clusterId !== undefined) refuseOtherCluster(now.reach, before?.clusterId, clusterId);
    if (plan.problems.length > 0) throw new Error(plan.problems.join("\n"));
    const lines = describeWhole(plan, actual);
    if (clusterId === undefined && Object.keys(plan.create).length > 0) {
      lines.push("no broker answers now: a topic that is to be created is adopted if it exists");
    }
    report(lines, tell);
  },

  apply: async (now, before, tell, signal) => {
    let begun: { readonly cluster: ClusterTopics; readonly plan: WholePlan } | undefined;
    const plan = (cluster: ClusterTopics) => {
      refuseOtherCluster(now.reach, before?.clusterId, cluster.clusterId);
      const planned = planFor(now, before?.topics, cluster);
      if (planned.problems.length > 0) throw new Error(planned.problems.join("\n"));
      begun ??= { cluster, plan: planned };
      return planned;
    };
    await converge({ now, before, plan, tell, signal }).catch(async (error: unknown) => {
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
    if (!begun) throw new Error("The topics were not looked at");
    report(describeWhole(begun.plan, begun.cluster.topics), tell);
    return { clusterId: begun.cluster.clusterId };
  },

  read: async (state, tell) => {
    try {
      const names = Object.keys(state.topics);
      const kafka = await openKafka(state.reach, { retry: { retries: 2 } });
      const cluster = await withAdmin(kafka, (admin) =>
        readClusterTopics(admin, (name) => Object.hasOwn(state.topics, name), { expected: names }),
      );
      refuseOtherCluster(state.reach, state.clusterId, cluster.clusterId);
      return { ...state, topics: presentTopics(state.topics, cluster.topics) };
    } catch (error) {
      // A refresh must not fail because a broker is down: the next step may be its repair.
      tell.warning(`${notRefreshed}: ${explain(error)}`);
      return state;
    }
  },

  import: importTopics,
};

interface Change {
  readonly now: TopicsInputs;
  readonly before: TopicsInputs | undefined;
  readonly plan: (cluster: ClusterTopics) => WholePlan;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

function converge({ now, before, plan, tell, signal }: Change): Promise<void> {
  const { reach, topics, brokers, replicationThrottleMBps = 0 } = now;
  return convergeTopics({
    reach,
    brokers,
    names: namesOf(topics, before?.topics),
    read: { expected: Object.keys(before?.topics ?? {}), fewCopies: fewCopies(now) },
    replication: {
      throttleMBps: replicationThrottleMBps,
      tell: progress(tell),
      warn: (message) => tell.warning(message),
    },
    plan,
    signal,
  });
}

/** Shows the progress; once a minute as a lasting message, because a log shows nothing else. */
function progress(tell: Tell): (message: string) => void {
  let last = Date.now();
  return (message) => {
    const isDue = Date.now() - last >= 60_000;
    if (isDue) last = Date.now();
    if (isDue) tell.info(message);
    else tell.status(message);
  };
}

const linesShown = 100;

function report(lines: readonly string[], tell: Tell): void {
  if (lines.length === 0) return;
  const left = lines.length - linesShown;
  const more = left > 0 ? [`and ${left} more; \`pulumi preview --diff\` shows each`] : [];
  tell.info([...lines.slice(0, linesShown), ...more].join("\n"));
}
