import { AssignerProtocol, type GroupDescription } from "kafkajs";
import type {
  ConsumerGroup,
  ConsumerGroupDetails,
  ConsumerGroupPartition,
  ConsumerGroupState,
  LagProblem,
} from "../contract";
import type { Offsets } from "../kafka/cluster-client";
import type { Committed, GroupFacts } from "../kafka/groups";
import type { TopicMetadata } from "../kafka/metadata";

/** What the lag of groups is made from. */
export interface LagFacts {
  /** All topics there are. */
  readonly topics: ReadonlyMap<string, TopicMetadata>;
  /** First offsets, and those after the last: of partitions for which they are known. */
  readonly earliest: ReadonlyMap<string, Offsets>;
  readonly latest: ReadonlyMap<string, Offsets>;
}

/** A group in Kafka UI's shape, with what each partition has left to read. */
export function groupView(
  { groupId, description, committed }: GroupFacts,
  facts: LagFacts,
): ConsumerGroupDetails {
  const partitions = partitionsOf(description, committed)
    .map(({ topic, partition, owner }): ConsumerGroupPartition => {
      // Unless the coordinator said what is committed, all that is known is who reads it.
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

/** What a partition has left to read after a committed offset: undefined is none, null an unknown one. */
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
  // A consumer goes by auto.offset.reset from here: what it is going to read, only itself can know.
  if (committed > end) return unknown("AFTER_END");
  const start = earliest.get(topic)?.get(partition) ?? 0;
  if (committed < start) return { consumerLag: end - start, lagProblem: "BEFORE_START" };
  return { consumerLag: end - committed };
}

/** The lag of partitions together: undefined where nothing was committed, null where one is unknown. */
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
  // JSON leaves out what is undefined.
  return { ...group, partitions: undefined } as ConsumerGroup;
}

/** Topics of which a group has committed offsets, or its members have partitions. */
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
