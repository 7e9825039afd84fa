import { type Brokers, changeReplicationFactor } from "./assignment";
import type { ClusterTopics } from "./cluster-topics";
import { futureReplicas } from "./moves";

/** A partition whose copies have to change, or are just being changed. */
export interface PendingMove {
  readonly topic: string;
  readonly partition: number;
  /** The brokers that are to hold it, the preferred leader first. */
  readonly replicas: readonly number[];
  /** Those of them that do not hold it yet. */
  readonly adding: readonly number[];
  /** Every broker that has to be there for it. */
  readonly brokers: readonly number[];
  /** Whether the brokers are at work on it already, by an earlier run. */
  readonly isUnderWay: boolean;
}

/**
 * Finds the partitions whose copies have to change, each by itself. Topics that do not exist are left out.
 *
 * @param replicationFactors The number of copies by topic.
 */
export function pendingMoves(
  { assignments, moves }: Pick<ClusterTopics, "assignments" | "moves">,
  replicationFactors: Readonly<Record<string, number>>,
  brokers: Brokers,
): PendingMove[] {
  return Object.entries(replicationFactors).flatMap(([topic, copies]) => {
    const present = assignments.get(topic) ?? [];
    const underWay = moves.get(topic);
    const future = present.map((replicas, id) => futureReplicas(replicas, underWay?.get(id)));
    return changeReplicationFactor(future, copies, brokers).flatMap((replicas, partition) => {
      const before = present[partition] ?? [];
      const isRight = replicas.length === future[partition]?.length;
      const isUnderWay = isRight && underWay?.has(partition) === true;
      return isRight && !isUnderWay
        ? []
        : [
            {
              topic,
              partition,
              replicas,
              adding: replicas.filter((broker) => !before.includes(broker)),
              brokers: [...new Set([...before, ...replicas])],
              isUnderWay,
            },
          ];
    });
  });
}
