import type { GroupDescription } from "kafkajs";
import { exchangeWithCodes } from "./kafkajs-internals";
import type { Questions } from "./questions";

/** What a group's coordinator reports; null if it does not. */
export interface GroupFacts {
  readonly groupId: string;
  readonly description: GroupDescription | null;
  readonly committed: Committed | null;
}

/** Committed offsets by topic and partition; null if the coordinator has one but cannot return it. */
export type Committed = ReadonlyMap<string, ReadonlyMap<number, number | null>>;

interface CodedGroups {
  readonly groups: readonly (GroupDescription & { readonly errorCode: number })[];
}

interface FetchedOffsets {
  readonly errorCode: number;
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly offset: string;
      readonly errorCode: number;
    }[];
  }[];
}

/** Ids of the groups that a broker coordinates; undefined if it does not report them. */
export async function listGroups(
  questions: Questions,
  nodeId: number,
): Promise<string[] | undefined> {
  const exchange = exchangeWithCodes<CodedGroups & { readonly errorCode: number }>(
    "ListGroups",
    1,
    {},
  );
  const answer = await questions.ask(nodeId, exchange);
  return answer?.errorCode === 0 ? answer.groups.map(({ groupId }) => groupId) : undefined;
}

/** Asks a coordinator about its groups, each of which may fail individually. */
export async function describeGroups(
  questions: Questions,
  coordinator: number,
  ids: readonly string[],
): Promise<GroupFacts[]> {
  const describing = exchangeWithCodes<CodedGroups>("DescribeGroups", 2, { groupIds: ids });
  const [described, ...committed] = await Promise.all([
    questions.ask(coordinator, describing),
    ...ids.map((groupId) => fetchCommitted(questions, coordinator, groupId)),
  ]);
  const known = new Map(described?.groups.map((group) => [group.groupId, group]));
  return ids.map((groupId, index) => {
    const group = known.get(groupId);
    return {
      groupId,
      description: group?.errorCode === 0 ? group : null,
      committed: committed[index] ?? null,
    };
  });
}

async function fetchCommitted(
  questions: Questions,
  coordinator: number,
  groupId: string,
): Promise<Committed | undefined> {
  // An empty list means all topics.
  const exchange = exchangeWithCodes<FetchedOffsets>("OffsetFetch", 3, { groupId, topics: [] });
  const answer = await questions.ask(coordinator, exchange);
  return answer?.errorCode === 0 ? committedOffsets(answer) : undefined;
}

/** An offset of -1 means that nothing is committed. */
function committedOffsets({ responses }: FetchedOffsets): Committed {
  return new Map(
    responses.map(({ topic, partitions }) => [
      topic,
      new Map(
        partitions.flatMap(({ partition, offset, errorCode }): [number, number | null][] => {
          if (errorCode !== 0) return [[partition, null]];
          return Number(offset) < 0 ? [] : [[partition, Number(offset)]];
        }),
      ),
    ]),
  );
}
