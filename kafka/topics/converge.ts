import { setTimeout as pause } from "node:timers/promises";
import type { Reach } from "../../targets/reach";
import { unlessAborted } from "../../plugin/interruption";
import { type Administration, withAdministration } from "../administration/administration";
import { waitForCluster } from "../cluster";
import { isTransient } from "../connection";
import { applyPlan } from "./apply";
import { type ClusterTopics, type ReadOptions, readClusterTopics } from "./cluster-topics";
import type { TopicPlan } from "./plan";
import { replicateTopics, type ReplicationArgs } from "./replication";

const timeoutSeconds = 300;

/** How to make a cluster's topics as they should be. */
export interface ConvergeArgs {
  readonly reach: Reach;
  /** Number of brokers that must be there. */
  readonly brokers: number;
  /** Topics whose settings matter. */
  readonly names: readonly string[];
  /** What else to read. */
  readonly read: ReadOptions;
  readonly replication: Omit<ReplicationArgs, "onProgress" | "signal">;
  /** Ends it early: with its reason, and what was asked for may still be done. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** @throws Error where the cluster cannot, or must not, become as it should be. */
  readonly plan: (cluster: ClusterTopics) => TopicPlan;
}

/**
 * Reads, plans and carries out, and reads again after topics were created or copies moved: what the brokers then
 * say is what counts, not that they were asked. A client may have made a topic in between, which brokers do with
 * their defaults. Where a broker goes away in the middle, or takes longer than a request may
 * last, it is waited for and what is left is planned anew, until nothing has got on for five minutes.
 */
export async function convergeTopics(args: ConvergeArgs): Promise<void> {
  const { reach, brokers, signal } = args;
  const interruption = signal && { signal };
  let { read } = args;
  const names = new Set(args.names);
  let deadline = Date.now() + timeoutSeconds * 1000;
  const onProgress = () => (deadline = Date.now() + timeoutSeconds * 1000);
  let rounds = 0;
  for (let asked = 0; ; await unlessAborted(pause(300), signal)) {
    await waitForCluster(reach, brokers, undefined, signal);
    try {
      const converge = async (admin: Administration) => {
        const cluster = await readClusterTopics(admin, (name) => names.has(name), read);
        const plan = args.plan(cluster);
        // Partitions that are added get as many copies as the topic's others have by then.
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
      const { copying, created } = await withAdministration(reach, converge, interruption);
      if (copying.length === 0 && created.length === 0) return;
      if (copying.length > 0) asked += 1;
      // Thousands of topics take a while.
      if (created.length > 0 && rounds < 2) onProgress();
      rounds += 1;
      // What was there the last time may have been deleted by now.
      read = { ...args.read, expected: created };
      if (Date.now() > deadline) throw new Error(neverAsDeclared(copying, created));
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error;
    }
  }
}

function nothing(): void {
  // Brokers that take requests and do not act on them get on with nothing.
}

function neverAsDeclared(copying: readonly string[], created: readonly string[]): string {
  const what = [
    ...(copying.length > 0 ? [`change the number of copies of ${copying.join(", ")}`] : []),
    ...(created.length > 0 ? [`make ${created.join(", ")}`] : []),
  ].join(" and to ");
  return (
    `The brokers were asked again and again for ${timeoutSeconds} s to ${what}, and have not. ` +
    "Look at the brokers' logs, then run `pulumi up` again"
  );
}
