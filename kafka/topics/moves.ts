import type { Admin } from "kafkajs";

/** A partition's reassignment under way. */
export interface Move {
  /** Every broker that has a replica or gets one. */
  readonly replicas: readonly number[];
  /** Those whose replicas are not complete yet. */
  readonly adding: readonly number[];
  /** Those whose replicas are removed once the others are complete. */
  readonly removing: readonly number[];
}

/** The reassignments under way, by topic and partition. */
export type Moves = ReadonlyMap<string, ReadonlyMap<number, Move>>;

/** Reads all reassignments under way, also those of others. */
export async function readMoves(admin: Pick<Admin, "listPartitionReassignments">): Promise<Moves> {
  // kafkajs declares other property names than those that it returns.
  const { topics } = (await admin.listPartitionReassignments({})) as unknown as {
    topics: readonly {
      readonly name: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly replicas: readonly number[];
        readonly addingReplicas: readonly number[];
        readonly removingReplicas: readonly number[];
      }[];
    }[];
  };
  return new Map(
    topics.map(({ name, partitions }) => [
      name,
      new Map(
        partitions.map(({ partition, replicas, addingReplicas, removingReplicas }) => [
          partition,
          { replicas, adding: addingReplicas, removing: removingReplicas },
        ]),
      ),
    ]),
  );
}

/** The replicas that a partition has now, the preferred leader first. */
export function presentReplicas(replicas: readonly number[], move?: Move): readonly number[] {
  return move ? move.replicas.filter((broker) => !move.adding.includes(broker)) : replicas;
}

/** The replicas that a partition has once its move is done. */
export function futureReplicas(replicas: readonly number[], move?: Move): readonly number[] {
  return move ? move.replicas.filter((broker) => !move.removing.includes(broker)) : replicas;
}
