import fc from "fast-check";
import type { ConsumerGroupPartition } from "../../offline/console/server/contract";
import { brokerViews } from "../../offline/console/server/views/brokers";
import {
  groupTopics,
  groupView,
  type LagFacts,
  lagOf,
  sumOfLags,
} from "../../offline/console/server/views/groups";

const partition = (id: number, leader = 1) => ({ id, leader, replicas: [1, 2], inSync: [1] });

// A topic of four partitions: the third has no leader, and the leader of the fourth says nothing.
const facts: LagFacts = {
  topics: new Map([
    [
      "a",
      {
        name: "a",
        isInternal: false,
        partitions: [partition(0), partition(1), partition(2, -1), partition(3, 2)],
      },
    ],
  ]),
  earliest: new Map([["a", new Map([[0, 100]])]]),
  latest: new Map([
    [
      "a",
      new Map([
        [0, 150],
        [1, 0],
      ]),
    ],
  ]),
};

test.each<[string, string, number, number | null | undefined, object]>([
  ["in between", "a", 0, 120, { consumerLag: 30 }],
  ["at the end", "a", 0, 150, { consumerLag: 0 }],
  ["at the start", "a", 0, 100, { consumerLag: 50 }],
  ["of a partition that never had a message", "a", 1, 0, { consumerLag: 0 }],
  ["before the start", "a", 0, 20, { consumerLag: 50, lagProblem: "BEFORE_START" }],
  ["after the end", "a", 0, 151, { consumerLag: null, lagProblem: "AFTER_END" }],
  ["that is not there", "a", 0, undefined, {}],
  [
    "that the coordinator does not tell",
    "a",
    0,
    null,
    { consumerLag: null, lagProblem: "NO_ANSWER" },
  ],
  ["without a leader", "a", 2, 5, { consumerLag: null, lagProblem: "NO_LEADER" }],
  ["not there, without a leader", "a", 2, undefined, { lagProblem: "NO_LEADER" }],
  ["with a silent leader", "a", 3, 5, { consumerLag: null, lagProblem: "NO_ANSWER" }],
  ["of a deleted topic", "gone", 0, 5, { consumerLag: null, lagProblem: "GONE" }],
  [
    "of a topic made anew with fewer partitions",
    "a",
    4,
    5,
    { consumerLag: null, lagProblem: "GONE" },
  ],
])("the lag after a committed offset %s", (_, topic, id, committed, expected) => {
  expect(lagOf(topic, id, committed, facts)).toEqual(expected);
});

test("a lag is never negative, and never more than the partition holds", () => {
  const offset = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(offset, offset, offset, (committed, one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)];
      const { consumerLag } = lagOf("a", 0, committed, {
        ...facts,
        earliest: new Map([["a", new Map([[0, start]])]]),
        latest: new Map([["a", new Map([[0, end]])]]),
      });
      if (committed > end) expect(consumerLag).toBeNull();
      else expect(consumerLag).toBe(Math.min(end - committed, end - start));
    }),
  );
});

test.each<[Pick<ConsumerGroupPartition, "consumerLag">[], number | null | undefined]>([
  [[], undefined],
  [[{}], undefined],
  [[{ consumerLag: 0 }, {}], 0],
  [[{ consumerLag: 3 }, { consumerLag: 4 }], 7],
  [[{ consumerLag: 3 }, { consumerLag: null }], null],
])("the lags %j are together %j", (partitions, sum) => {
  expect(sumOfLags(partitions)).toBe(sum);
});

const description = {
  groupId: "g",
  members: [],
  protocol: "",
  protocolType: "consumer",
  state: "Empty" as const,
};

test("a group with one unknown partition shows the others and no total", () => {
  const committed = new Map([
    [
      "a",
      new Map<number, number | null>([
        [0, 120],
        [2, 5],
      ]),
    ],
    ["gone", new Map([[0, 5]])],
  ]);
  const group = { groupId: "g", description, committed };
  expect(groupTopics(group)).toEqual(["a", "a", "gone"]);
  expect(groupView(group, facts)).toEqual({
    groupId: "g",
    members: 0,
    topics: 2,
    simple: false,
    partitionAssignor: "",
    state: "EMPTY",
    consumerLag: null,
    partitions: [
      { topic: "a", partition: 0, currentOffset: 120, endOffset: 150, consumerLag: 30 },
      {
        topic: "a",
        partition: 2,
        currentOffset: 5,
        endOffset: null,
        consumerLag: null,
        lagProblem: "NO_LEADER",
      },
      {
        topic: "gone",
        partition: 0,
        currentOffset: 5,
        endOffset: null,
        consumerLag: null,
        lagProblem: "GONE",
      },
    ],
  });
});

test("only the name of a group is known if its coordinator does not answer", () => {
  expect(groupView({ groupId: "g", description: null, committed: null }, facts)).toEqual({
    groupId: "g",
    members: null,
    topics: null,
    simple: false,
    partitionAssignor: "",
    state: "UNKNOWN",
    consumerLag: null,
    partitions: [],
  });
});

test("a broker that left the cluster is listed while it has replicas assigned", () => {
  const brokers = [
    { nodeId: 1, host: "one", port: 9092 },
    { nodeId: 3, host: "three", port: 9092 },
  ];
  const sizes = new Map([[1, new Map([["a", new Map([[0, 700]])]])]]);
  const common = { partitionsLeader: 0, inSyncPartitions: 0 };
  expect(brokerViews({ brokers, topics: facts.topics }, sizes)).toEqual([
    {
      id: 1,
      state: "ONLINE",
      host: "one",
      port: 9092,
      partitionsLeader: 2,
      partitions: 4,
      inSyncPartitions: 4,
      segmentSize: 700,
    },
    { ...common, id: 2, state: "OFFLINE", partitionsLeader: 1, partitions: 4 },
    { ...common, id: 3, state: "SILENT", host: "three", port: 9092, partitions: 0 },
  ]);
});
