import { type Brokers, changeReplicationFactor } from "./assignment";
import type { ClusterTopics } from "./cluster-topics";
import { futureReplicas } from "./moves";

/** A partition whose replicas have to change or are being changed. */
export interface PendingMove {
  readonly topic: string;
  readonly partition: number;
  /** The brokers that will hold it, the preferred leader first. */
  readonly replicas: readonly number[];
  /** Those of them that do not hold it yet. */
  readonly adding: readonly number[];
  /** Every broker that the move needs. */
  readonly brokers: readonly number[];
  /** Whether the move is already under way, from an earlier run. */
  readonly isUnderWay: boolean;
}

/**
 * Finds the partitions whose replicas have to change. Topics that do not exist are left out.
 *
 * @param replicationFactors The number of replicas by topic.
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
