import type { ConsumerGroup, ConsumerGroupDetails } from "./contract";
import type { ClusterClient } from "./kafka/cluster-client";
import { describeGroups, type GroupFacts, listGroups } from "./kafka/groups";
import { groupTopics, groupView, summary } from "./views/groups";

/** Groups of a list, and whether there may be more. */
export interface GroupIds {
  /** Sorted. */
  readonly ids: readonly string[];
  /** Brokers that did not report which groups they coordinate: only groups seen there before are listed. */
  readonly silentBrokers: readonly number[];
}

/**
 * Consumer groups. The coordinator of a group is the broker that lists it. If a broker does not answer, its
 * groups are those that it listed last, and nothing else is known about them.
 */
export class GroupReader {
  private readonly listed = new Map<number, readonly string[]>();

  constructor(private readonly client: ClusterClient) {}

  async list(): Promise<GroupIds> {
    const { ids, silentBrokers } = await this.coordinators();
    return { ids: [...ids.keys()].sort(), silentBrokers };
  }

  /** Groups with the lag of each partition, without groups that are not listed. */
  async describe(wanted: readonly string[]): Promise<ConsumerGroupDetails[]> {
    const { ids } = await this.coordinators();
    const { questions } = this.client;
    const facts = (
      await Promise.all(
        [...byCoordinator(wanted, ids)].map(([coordinator, groups]) =>
          describeGroups(questions, coordinator, groups),
        ),
      )
    ).flat();
    const { topics } = await this.client.metadata();
    const known = [...new Set(facts.flatMap(groupTopics))].flatMap(
      (name) => topics.get(name) ?? [],
    );
    // After reading the commits: an older end offset could be before them.
    const [earliest, latest] = await Promise.all([
      this.client.knownOffsets(known, "earliest"),
      this.client.knownOffsets(known, "latest"),
    ]);
    const byId = new Map(facts.map((each): [string, GroupFacts] => [each.groupId, each]));
    return wanted.flatMap((id) => {
      const group = byId.get(id);
      return group ? [groupView(group, { topics, earliest, latest })] : [];
    });
  }

  async summaries(wanted: readonly string[]): Promise<ConsumerGroup[]> {
    return (await this.describe(wanted)).map(summary);
  }

  private async coordinators() {
    const { brokers } = await this.client.metadata();
    const answers = await Promise.all(
      brokers.map(async ({ nodeId }) => ({
        nodeId,
        groups: await listGroups(this.client.questions, nodeId),
      })),
    );
    const ids = new Map<string, number>();
    const silentBrokers: number[] = [];
    for (const { nodeId, groups } of answers) {
      if (groups) this.listed.set(nodeId, groups);
      else silentBrokers.push(nodeId);
    }
    // A broker that left the cluster no longer coordinates groups; their new coordinators list them.
    for (const nodeId of this.listed.keys()) {
      if (!brokers.some((each) => each.nodeId === nodeId)) this.listed.delete(nodeId);
    }
    for (const nodeId of silentBrokers) this.add(ids, nodeId);
    // Brokers that answer come last: a group that moved is listed by its new coordinator.
    for (const { nodeId, groups } of answers) if (groups) this.add(ids, nodeId);
    return { ids, silentBrokers };
  }

  private add(ids: Map<string, number>, nodeId: number): void {
    for (const id of this.listed.get(nodeId) ?? []) ids.set(id, nodeId);
  }
}

function byCoordinator(
  wanted: readonly string[],
  coordinators: ReadonlyMap<string, number>,
): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const id of wanted) {
    const coordinator = coordinators.get(id);
    if (coordinator === undefined) continue;
    groups.set(coordinator, [...(groups.get(coordinator) ?? []), id]);
  }
  return groups;
}
