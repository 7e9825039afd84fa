import { topicsProblems } from "../../../provider/topics/problems";
import type { TopicsChange } from "../../../provider/topics/change";
import type { Connection } from "../../../targets/connection";

// What is said of a change of topics before anything is touched. The clusters, by their addresses:
const topic = { partitions: 3, replicationFactor: 1, config: {} };
const clusters: Record<string, { clusterId: string; topics: object } | undefined> = {
  "own:1": { clusterId: "own", topics: { a: topic, grown: { ...topic, partitions: 9 } } },
  "other:1": { clusterId: "other", topics: {} },
};
const asked: string[] = [];
jest.mock("../../../kafka/topics/read-for-preview", () => ({
  readTopicsForPreview: ({ connection, names }: { connection: Connection; names: string[] }) => {
    asked.push(`${connection.addresses.join()} ${names.length}`);
    return Promise.resolve(clusters[connection.addresses.join()]);
  },
}));

beforeEach(() => asked.splice(0));

function at(address: string): Connection {
  return { via: "direct", addresses: [address] };
}
const settled = { brokers: 1, minInSyncReplicas: 1, deleteTopics: true };
const deployed = { ...settled, topics: { a: topic, grown: topic }, clusterId: "own" };
const now = (topics: TopicsChange["now"]["topics"]) => ({ ...settled, topics });
const fewer = now({ a: { ...topic, partitions: 1 }, grown: topic });

test("where nothing changes, whatever was changed outside is no reason to refuse, and no topic is read", async () => {
  const change = { now: now(deployed.topics), deployed };
  const own = { now: at("own:1"), before: at("own:1") };
  expect(await topicsProblems(change, own)).toEqual([]);
  expect(asked).toEqual(["own:1 0"]);
});

test("all that the cluster says against a change is told at once", async () => {
  const problems = await topicsProblems(
    { now: fewer, deployed },
    { now: at("own:1"), before: at("own:1") },
  );
  expect(problems).toEqual([
    expect.stringContaining('topics["a"].partitions is 1, but the topic has 3;'),
    expect.stringContaining('topics["grown"].partitions is 3, but the topic has 9;'),
  ]);
});

test("a removal is judged by what was deployed", async () => {
  const renamed = now({ a: topic, new: topic });
  const reaches = { now: at("own:1"), before: at("own:1") };
  expect(await topicsProblems({ now: renamed, deployed }, reaches)).toEqual([
    expect.stringContaining('topics["grown"] would be deleted'),
  ]);
  const confirmed = { ...renamed, removedTopics: ["grown"] };
  expect(await topicsProblems({ now: confirmed, deployed }, reaches)).toEqual([]);
  // Of what nobody knows to have been declared, nothing is deleted.
  expect(await topicsProblems({ now: renamed }, reaches)).toEqual([]);
});

test("brokers whose ports are about to change are asked at those that they have", async () => {
  const reaches = { now: at("own:2"), before: at("own:1") };
  const problems = await topicsProblems({ now: fewer, deployed }, reaches);
  expect(asked.map((each) => each.split(" ")[0])).toEqual(["own:2", "own:1"]);
  expect(problems).toHaveLength(2);
});

test("where no broker answers, the state counts", async () => {
  const problems = await topicsProblems(
    { now: fewer, deployed },
    { now: at("x:1"), before: undefined },
  );
  expect(problems).toEqual([
    expect.stringContaining('topics["a"].partitions is 1, but the topic has 3;'),
  ]);
});

test("another cluster than the state's is refused, even where nothing changes", async () => {
  const reaches = { now: at("other:1"), before: at("other:1") };
  for (const declared of [deployed.topics, fewer.topics]) {
    expect(await topicsProblems({ now: now(declared), deployed }, reaches)).toEqual([
      expect.stringContaining("has the id other, but the stack's topics are on own"),
    ]);
  }
  expect(await topicsProblems({ now: now({ a: topic }) }, reaches)).toEqual([]);
});

test("a cluster is another one too where the state has the brokers' alone, and no topics", async () => {
  const change = { now: now({ a: topic }) };
  const at1 = { now: at("other:1"), before: at("other:1") };
  expect(await topicsProblems(change, { ...at1, clusterId: "own" })).toEqual([
    expect.stringContaining("has the id other, but the stack's topics are on own"),
  ]);
  expect(await topicsProblems(change, { ...at1, clusterId: "other" })).toEqual([]);
});

test.each<[string, () => Promise<string | undefined>, string]>([
  [
    "still have the stack's cluster are said not to be the ones that answer",
    () => Promise.resolve("own"),
    "The cluster that answers at other:1 has the id other, but the one in this stack's containers has own: something else",
  ],
  [
    "have begun anew are told as such",
    () => Promise.resolve("other"),
    "has the id other, but the stack's topics are on own. Restore the brokers' and ZooKeeper's data",
  ],
  [
    "have joined no cluster say nothing",
    () => Promise.resolve(undefined),
    "has the id other, but the stack's topics are on own.",
  ],
  [
    "are gone say nothing",
    () => Promise.reject(new Error("no such container")),
    "has the id other, but the stack's topics are on own.",
  ],
])("where another cluster answers, containers that %s", async (_what, ownId, message) => {
  // Where it was found is named, not where the brokers were.
  const whereabouts = { now: at("other:1"), before: at("own:1"), clusterId: "own", ownId };
  expect(await topicsProblems({ now: fewer, deployed }, whereabouts)).toEqual([
    expect.stringContaining(message),
  ]);
});
