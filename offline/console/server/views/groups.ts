import { AssignerProtocol, type GroupDescription } from "kafkajs";
import type {
  ConsumerGroup,
  ConsumerGroupDetails,
  ConsumerGroupPartition,
  ConsumerGroupState,
  LagProblem,
} from "../contract";
import type { Offsets } from "../kafka/offsets";
import type { Committed, GroupFacts } from "../kafka/groups";
import type { TopicMetadata } from "../kafka/metadata";

/** What the lag of groups is computed from. */
export interface LagFacts {
  /** All existing topics. */
  readonly topics: ReadonlyMap<string, TopicMetadata>;
  /** First offsets and end offsets, for partitions where they are known. */
  readonly earliest: ReadonlyMap<string, Offsets>;
  readonly latest: ReadonlyMap<string, Offsets>;
}

/** A group in Kafka UI's shape, with the lag of each partition. */
export function groupView(
  { groupId, description, committed }: GroupFacts,
  facts: LagFacts,
): ConsumerGroupDetails {
  const partitions = partitionsOf(description, committed)
    .map(({ topic, partition, owner }): ConsumerGroupPartition => {
      // If the coordinator did not report the commits, only the partition's consumer is known.
      const currentOffset = committed ? committed.get(topic)?.get(partition) : null;
      const endOffset = facts.latest.get(topic)?.get(partition) ?? null;
      return {
        topic,
        partition,
        ...(currentOffset !== undefined && { currentOffset }),
        endOffset,
        ...lagOf(topic, partition, currentOffset, facts),
        ...(owner && { consumerId: owner.consumerId, host: owner.host }),
      };
    })
    .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  const consumerLag = committed ? sumOfLags(partitions) : null;
  return {
    groupId,
    members: description?.members.length ?? null,
    topics: description && committed ? new Set(partitions.map(({ topic }) => topic)).size : null,
    simple: description?.protocolType === "",
    partitionAssignor: description?.protocol ?? "",
    state: description ? stateOf(description.state) : "UNKNOWN",
    ...(consumerLag !== undefined && { consumerLag }),
    partitions,
  };
}

/** The lag of a partition after a committed offset; undefined means no commit, null an unknown one. */
export function lagOf(
  topic: string,
  partition: number,
  committed: number | null | undefined,
  { topics, earliest, latest }: LagFacts,
): Pick<ConsumerGroupPartition, "consumerLag" | "lagProblem"> {
  const unknown = (lagProblem: LagProblem) => ({
    ...(committed !== undefined && { consumerLag: null }),
    lagProblem,
  });
  const place = topics.get(topic)?.partitions.find(({ id }) => id === partition);
  if (!place) return unknown("GONE");
  if (place.leader < 0) return unknown("NO_LEADER");
  const end = latest.get(topic)?.get(partition);
  if (end === undefined || committed === null) return unknown("NO_ANSWER");
  if (committed === undefined) return {};
  // A consumer follows its auto.offset.reset from here: only the consumer knows what it is going to read.
  if (committed > end) return unknown("AFTER_END");
  const start = earliest.get(topic)?.get(partition) ?? 0;
  if (committed < start) return { consumerLag: end - start, lagProblem: "BEFORE_START" };
  return { consumerLag: end - committed };
}

/** The total lag of partitions: undefined if nothing was committed, null if one is unknown. */
export function sumOfLags(
  partitions: readonly Pick<ConsumerGroupPartition, "consumerLag">[],
): number | null | undefined {
  const lags = partitions.flatMap(({ consumerLag }) =>
    consumerLag === undefined ? [] : [consumerLag],
  );
  if (lags.length === 0) return undefined;
  return lags.reduce((sum, lag) => (sum === null || lag === null ? null : sum + lag), 0);
}

/** A group without its partitions. */
export function summary(group: ConsumerGroupDetails): ConsumerGroup {
  // JSON omits undefined properties.
  return { ...group, partitions: undefined } as ConsumerGroup;
}

/** Topics for which a group has committed offsets, or whose partitions are assigned to its members. */
export function groupTopics({ description, committed }: GroupFacts): string[] {
  return partitionsOf(description, committed).map(({ topic }) => topic);
}

function partitionsOf(
  description: GroupDescription | null,
  committed: Committed | null,
): { topic: string; partition: number; owner?: Owner }[] {
  const owners = description ? ownersOf(description) : new Map<string, Owner>();
  const keys = new Map<string, { topic: string; partition: number; owner?: Owner }>();
  for (const [topic, offsets] of committed ?? []) {
    for (const partition of offsets.keys())
      keys.set(`${topic}\n${partition}`, { topic, partition });
  }
  for (const [key, owner] of owners) {
    keys.set(key, { topic: owner.topic, partition: owner.partition, owner });
  }
  return [...keys.values()];
}

interface Owner {
  readonly topic: string;
  readonly partition: number;
  readonly consumerId: string;
  readonly host: string;
}

function ownersOf({ members, protocolType }: GroupDescription): Map<string, Owner> {
  // Connect workers and others use groups of other protocol types, whose assignments have other formats.
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
