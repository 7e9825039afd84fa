/** Which brokers hold each partition of a topic: ids by partition number, the preferred leader first. */
export type Assignment = readonly (readonly number[])[];

/** The brokers that can hold replicas. */
export interface Brokers {
  readonly ids: readonly number[];
  /** Their racks by id; a broker without a rack counts as its own rack. Default: none has one. */
  readonly racks?: ReadonlyMap<number, string>;
}

/**
 * Changes the number of replicas of each partition and moves nothing else. A replica is added in a rack that
 * holds fewest of the partition, there on the broker that holds fewest of the topic; and removed from the
 * rack, then the broker, that holds most, but never the preferred leader's.
 *
 * @param brokers All brokers; there must be at least `replicationFactor`.
 */
export function changeReplicationFactor(
  assignment: Assignment,
  replicationFactor: number,
  { ids, racks = new Map() }: Brokers,
): Assignment {
  const load = new Map(ids.map((broker) => [broker, 0]));
  const count = (broker: number, change: number) =>
    load.set(broker, (load.get(broker) ?? 0) + change);
  assignment.flat().forEach((broker) => count(broker, 1));
  const rackOf = (broker: number) => racks.get(broker) ?? broker;

  /** Orders brokers by how many replicas of a partition their rack holds, then by how many of the topic they hold. */
  const byLoad = (replicas: readonly number[]) => {
    const inRack = (broker: number) =>
      replicas.filter((other) => rackOf(other) === rackOf(broker)).length;
    return (a: number, b: number) =>
      inRack(a) - inRack(b) || (load.get(a) ?? 0) - (load.get(b) ?? 0) || a - b;
  };

  return assignment.map((replicas) => {
    const changed = [...replicas];
    while (changed.length < replicationFactor) {
      const [added] = ids.filter((broker) => !changed.includes(broker)).sort(byLoad(changed));
      if (added === undefined) break;
      changed.push(added);
      count(added, 1);
    }
    while (changed.length > replicationFactor) {
      const removed = changed.slice(1).sort(byLoad(changed)).at(-1);
      if (removed === undefined) break;
      changed.splice(changed.indexOf(removed), 1);
      count(removed, -1);
    }
    return changed;
  });
}
