import { AssignerProtocol, type GroupDescription } from "kafkajs";
import type { ConsumerGroupDetails, ConsumerGroupPartition, ConsumerGroupState } from "../contract";
import type { Offsets } from "../kafka/cluster-client";

/** Committed offsets by topic and partition. */
export type Committed = ReadonlyMap<string, Offsets>;

/** A group in Kafka UI's shape, with what each partition has left to read. */
export function groupView(
  group: GroupDescription,
  committed: Committed,
  ends: ReadonlyMap<string, Offsets>,
): ConsumerGroupDetails {
  const owners = ownersOf(group);
  const keys = new Map<string, { topic: string; partition: number }>();
  for (const [topic, offsets] of committed) {
    for (const partition of offsets.keys())
      keys.set(`${topic}\n${partition}`, { topic, partition });
  }
  for (const owner of owners.values()) keys.set(`${owner.topic}\n${owner.partition}`, owner);
  const partitions = [...keys]
    .map(([key, { topic, partition }]): ConsumerGroupPartition => {
      const currentOffset = committed.get(topic)?.get(partition);
      const endOffset = ends.get(topic)?.get(partition) ?? 0;
      const owner = owners.get(key);
      return {
        topic,
        partition,
        ...(currentOffset !== undefined && {
          currentOffset,
          consumerLag: Math.max(0, endOffset - currentOffset),
        }),
        endOffset,
        ...(owner && { consumerId: owner.consumerId, host: owner.host }),
      };
    })
    .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  const lags = partitions.flatMap(({ consumerLag }) => consumerLag ?? []);
  return {
    groupId: group.groupId,
    members: group.members.length,
    topics: new Set(partitions.map(({ topic }) => topic)).size,
    simple: group.protocolType === "",
    partitionAssignor: group.protocol,
    state: stateOf(group.state),
    ...(lags.length > 0 && { consumerLag: lags.reduce((sum, lag) => sum + lag, 0) }),
    partitions,
  };
}

/** Topics of which members of the group have partitions. */
export function assignedTopics(group: GroupDescription): string[] {
  return [...ownersOf(group).values()].map(({ topic }) => topic);
}

interface Owner {
  readonly topic: string;
  readonly partition: number;
  readonly consumerId: string;
  readonly host: string;
}

function ownersOf({ members, protocolType }: GroupDescription): Map<string, Owner> {
  // Connect workers and others join groups of their own kinds, whose assignments read differently.
  if (protocolType !== "consumer") return new Map();
  const owners = members.flatMap(({ memberId, clientHost, memberAssignment }) => {
    if (memberAssignment.length === 0) return [];
    const { assignment = {} } = AssignerProtocol.MemberAssignment.decode(memberAssignment) ?? {};
    return Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition): [string, Owner] => [
        `${topic}\n${partition}`,
        { topic, partition, consumerId: memberId, host: clientHost },
      ]),
    );
  });
  return new Map(owners);
}

/** `PreparingRebalance` is `PREPARING_REBALANCE`. */
function stateOf(state: string): ConsumerGroupState {
  const name = state.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  const known = ["PREPARING_REBALANCE", "COMPLETING_REBALANCE", "STABLE", "DEAD", "EMPTY"];
  return known.includes(name) ? (name as ConsumerGroupState) : "UNKNOWN";
}
