import { setTimeout as pause } from "node:timers/promises";
import type { Reach } from "../../targets/reach";
import { waitForCluster } from "../cluster";
import { isTransient, openKafka, withAdmin } from "../connection";
import { applyPlan } from "./apply";
import { type ClusterTopics, readClusterTopics } from "./cluster-topics";
import type { TopicPlan } from "./plan";
import { replicateTopics } from "./replication";

const timeoutSeconds = 300;

/** How to make a cluster's topics as they should be. */
export interface ConvergeArgs {
  readonly reach: Reach;
  /** Number of brokers that must be there. */
  readonly brokers: number;
  /** Topics whose settings matter. */
  readonly names: readonly string[];
  /** Those of them that were there the last time. */
  readonly expected: readonly string[];
  /** @throws Error where the cluster cannot, or must not, become as it should be. */
  readonly plan: (cluster: ClusterTopics) => TopicPlan;
}

/** What was done, and to which cluster. */
export interface Converged {
  /** The cluster before anything was done. */
  readonly before: ClusterTopics;
  readonly plan: TopicPlan;
}

/**
 * Reads, plans and carries out, and reads again after copies were moved: what the brokers then say is what
 * counts, not that they were asked. Where a broker goes away in the middle, or takes longer than a request may
 * last, it is waited for and what is left is planned anew, for five minutes at most.
 */
export async function convergeTopics(args: ConvergeArgs): Promise<Converged> {
  const { reach, brokers, expected } = args;
  const names = new Set(args.names);
  const deadline = Date.now() + timeoutSeconds * 1000;
  let first: Converged | undefined;
  for (; ; await pause(300)) {
    await waitForCluster(reach, brokers);
    try {
      const copying = await withAdmin(await openKafka(reach), async (admin) => {
        const cluster = await readClusterTopics(admin, (name) => names.has(name), expected);
        const plan = args.plan(cluster);
        first ??= { before: cluster, plan };
        // Partitions that are added get as many copies as the topic's others have by then.
        await replicateTopics(admin, cluster, plan.replicate);
        await applyPlan(admin, plan);
        return Object.keys(plan.replicate);
      });
      if (first && copying.length === 0) return first;
      if (Date.now() > deadline) throw new Error(tooFewCopies(copying));
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error;
    }
  }
}

function tooFewCopies(topics: readonly string[]): string {
  return (
    `The brokers were asked again and again for ${timeoutSeconds} s to change the number of copies of ` +
    `${topics.join(", ")}, and have not. Look at the brokers' logs, then run \`pulumi up\` again`
  );
}
