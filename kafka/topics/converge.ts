import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "../../targets/connection";
import { unlessAborted } from "../../common/interruption";
import { type Administration, withAdministration } from "../administration/administration";
import { waitForCluster } from "../cluster";
import { isTransient } from "../connections/kafka";
import { applyPlan } from "./apply";
import { type ClusterTopics, type ReadOptions, readClusterTopics } from "./cluster-topics";
import type { TopicPlan } from "./plan";
import { replicateTopics, type ReplicationArgs } from "./replication";

const timeoutSeconds = 300;
const pauseMilliseconds = 300;

/** How to bring a cluster's topics to their declared state. */
export interface ConvergeArgs {
  readonly connection: Connection;
  /** Number of brokers that must have registered. */
  readonly brokers: number;
  /** Topics whose settings matter. */
  readonly names: readonly string[];
  /** What else to read. */
  readonly read: ReadOptions;
  readonly replication: Omit<ReplicationArgs, "onProgress" | "signal">;
  /** Ends it early, with its reason; the brokers may still do what they were asked. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** @throws Error if the cluster cannot, or must not, become as declared. */
  readonly plan: (cluster: ClusterTopics) => TopicPlan;
}

/**
 * Reads, plans and applies, and reads again after topics were created or replicas moved: what counts is what the
 * brokers then say, not what they were asked. In between, a client may have created a topic, with the brokers'
 * defaults. If a broker goes away in the middle, or takes longer than a request may last, this waits for it and
 * plans the rest again, until there has been no progress for five minutes.
 */
export async function convergeTopics(args: ConvergeArgs): Promise<void> {
  const { connection, brokers, signal } = args;
  const interruption = signal && { signal };
  let { read } = args;
  const names = new Set(args.names);
  let deadline = Date.now() + timeoutSeconds * 1000;
  const onProgress = () => (deadline = Date.now() + timeoutSeconds * 1000);
  let rounds = 0;
  let wait: number;
  for (let asked = 0; ; await unlessAborted(pause(wait), signal)) {
    wait = pauseMilliseconds;
    await waitForCluster(connection, brokers, undefined, signal);
    try {
      const converge = async (admin: Administration) => {
        const cluster = await readClusterTopics(admin, (name) => names.has(name), read);
        const plan = args.plan(cluster);
        // Added partitions get as many replicas as the topic's others have by then.
        const replication = {
          ...args.replication,
          ...interruption,
          onProgress: asked < 2 ? onProgress : nothing,
        };
        await replicateTopics(admin, cluster, plan.replicate, replication);
        return {
          created: await applyPlan(admin, plan, cluster.topics),
          copying: Object.keys(plan.replicate),
        };
      };
      const { copying, created } = await withAdministration(connection, converge, interruption);
      if (copying.length === 0 && created.length === 0) return;
      if (copying.length > 0) asked += 1;
      // Thousands of topics take a while.
      if (created.length > 0 && rounds < 2) onProgress();
      // Topics that have been created have leaders by now: the next look is the proof.
      if (copying.length === 0 && rounds === 0) wait = 0;
      rounds += 1;
      // Topics that existed the last time may have been deleted by now.
      read = { ...args.read, expected: created };
      if (Date.now() > deadline) throw new Error(neverAsDeclared(copying, created));
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error;
    }
  }
}

function nothing(): void {
  // Brokers that accept requests but do not act on them make no progress.
}

function neverAsDeclared(copying: readonly string[], created: readonly string[]): string {
  const what = [
    ...(copying.length > 0 ? [`change the number of replicas of ${copying.join(", ")}`] : []),
    ...(created.length > 0 ? [`create ${created.join(", ")}`] : []),
  ].join(" and ");
  return (
    `The brokers did not ${what} within ${timeoutSeconds} s, although asked repeatedly. ` +
    "Check the brokers' logs, then run `pulumi up` again"
  );
}
