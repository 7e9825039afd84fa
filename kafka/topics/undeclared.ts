import type { ClusterTopics } from "./cluster-topics";
import { defaultReplicationFactor, isInternalTopic } from "./declaration";

/** What determines the replicas of undeclared topics. */
export interface UndeclaredArgs {
  readonly cluster: Pick<ClusterTopics, "assignments" | "minInSync">;
  /** Number of brokers, now or after the deployment. */
  readonly brokers: number;
  /** The brokers' min.insync.replicas after the deployment. Default: as the cluster says. */
  readonly comingInSync?: number | undefined;
  /** Topics that need no more replicas, because they are about to be deleted. Default: none. */
  readonly leaving?: readonly string[];
}

/** More replicas of an undeclared topic. */
export interface MoreReplicas {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The topic's min.insync.replicas, if that is the reason; absent for Kafka's own topics and the smoke test's. */
  readonly minInSync?: number;
}

/**
 * The undeclared topics that should have more replicas. Kafka's own and the smoke test's, created when there
 * were fewer brokers, would be lost with one of them. Any other topic refuses messages with `acks=all` as long
 * as it has fewer replicas than its min.insync.replicas.
 */
export function undeclaredReplication(args: UndeclaredArgs): MoreReplicas[] {
  const { cluster, brokers, comingInSync = 0, leaving = [] } = args;
  const usual = defaultReplicationFactor(brokers);
  const going = new Set(leaving);
  return [...cluster.assignments].sort(byName).flatMap(([name, assignment]): MoreReplicas[] => {
    if (assignment.length === 0 || going.has(name)) return [];
    const from = Math.min(...assignment.map(({ length }) => length));
    if (isInternalTopic(name)) return from < usual ? [{ name, from, to: usual }] : [];
    const found = cluster.minInSync.get(name);
    if (!found) return [];
    const minInSync = found.isOwn ? found.value : Math.max(found.value, comingInSync);
    // If min.insync.replicas exceeds the number of brokers, no number of replicas helps.
    if (from >= minInSync || minInSync > brokers) return [];
    return [{ name, from, to: Math.max(usual, minInSync), minInSync }];
  });
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
