import type { ClusterTopics } from "./cluster-topics";
import { defaultReplicationFactor, isInternalTopic } from "./declaration";

/** From what the copies of topics that nobody declares follow. */
export interface UndeclaredArgs {
  readonly cluster: Pick<ClusterTopics, "assignments" | "minInSync">;
  /** Number of brokers, now or after the deployment. */
  readonly brokers: number;
  /** The brokers' min.insync.replicas after the deployment. Default: as the cluster says. */
  readonly comingInSync?: number | undefined;
  /** Topics that need no copies, because they are about to go. Default: none. */
  readonly leaving?: readonly string[];
}

/** More copies of a topic that nobody declares. */
export interface MoreCopies {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The topic's min.insync.replicas, where that is why; absent for Kafka's own topics and the smoke test's. */
  readonly minInSync?: number;
}

/**
 * What topics that nobody declares should have more copies of. Kafka's own and the smoke test's, made when
 * there were fewer brokers, would be lost with one of them. Any other would refuse messages that all in-sync
 * replicas are to acknowledge (`acks=all`) for as long as it has fewer copies than its min.insync.replicas.
 */
export function undeclaredReplication(args: UndeclaredArgs): MoreCopies[] {
  const { cluster, brokers, comingInSync = 0, leaving = [] } = args;
  const usual = defaultReplicationFactor(brokers);
  const going = new Set(leaving);
  return [...cluster.assignments].sort(byName).flatMap(([name, assignment]): MoreCopies[] => {
    if (assignment.length === 0 || going.has(name)) return [];
    const from = Math.min(...assignment.map(({ length }) => length));
    if (isInternalTopic(name)) return from < usual ? [{ name, from, to: usual }] : [];
    const found = cluster.minInSync.get(name);
    if (!found) return [];
    const minInSync = found.isOwn ? found.value : Math.max(found.value, comingInSync);
    // More in-sync copies than brokers: no number of copies helps.
    if (from >= minInSync || minInSync > brokers) return [];
    return [{ name, from, to: Math.max(usual, minInSync), minInSync }];
  });
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
