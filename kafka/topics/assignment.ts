/** Which brokers hold each partition of a topic: ids by partition number, the preferred leader first. */
export type Assignment = readonly (readonly number[])[];

/**
 * Changes the number of copies of each partition and moves nothing else: copies are added on the
 * brokers that hold fewest of the topic, and taken away from those that hold most, never the
 * preferred leader's.
 *
 * @param brokers Ids of all brokers; there must be at least `replicationFactor`.
 */
export function changeReplicationFactor(
  assignment: Assignment,
  replicationFactor: number,
  brokers: readonly number[],
): Assignment {
  const load = new Map(brokers.map((broker) => [broker, 0]));
  const count = (broker: number, change: number) =>
    load.set(broker, (load.get(broker) ?? 0) + change);
  assignment.flat().forEach((broker) => count(broker, 1));
  const byLoad = (a: number, b: number) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || a - b;

  return assignment.map((replicas) => {
    const changed = [...replicas];
    while (changed.length < replicationFactor) {
      const [added] = brokers.filter((broker) => !changed.includes(broker)).sort(byLoad);
      if (added === undefined) break;
      changed.push(added);
      count(added, 1);
    }
    while (changed.length > replicationFactor) {
      const removed = changed.slice(1).sort(byLoad).at(-1);
      if (removed === undefined) break;
      changed.splice(changed.indexOf(removed), 1);
      count(removed, -1);
    }
    return changed;
  });
}
