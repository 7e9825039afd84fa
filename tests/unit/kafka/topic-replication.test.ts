import { isTransient } from "../../../kafka/connections/kafka";
import { replicateTopics, type ReplicationArgs } from "../../../kafka/topics/replication";
import { FakeCluster } from "../support/fake-cluster";

const leaderRate = "leader.replication.throttled.rate";
const leaderList = "leader.replication.throttled.replicas";
const followerList = "follower.replication.throttled.replicas";
const mark = "0:731000731";

let told: string[];
let warned: string[];

beforeEach(() => {
  told = [];
  warned = [];
});

function replicate(
  cluster: FakeCluster,
  wanted: Record<string, number>,
  changes: Partial<ReplicationArgs> = {},
): Promise<void> {
  return replicateTopics(cluster.admin, cluster.known, wanted, {
    throttleMBps: 50,
    report: (message) => told.push(message),
    warn: (message) => warned.push(message),
    onProgress: () => undefined,
    times: { look: 0 },
    ...changes,
  });
}

function orders(): FakeCluster {
  return new FakeCluster(
    [1, 2],
    new Map([
      ["orders", [[1], [1]]],
      ["stays", [[2]]],
    ]),
  );
}

test("only what has another number of copies moves, throttled, and no throttle is left", async () => {
  const cluster = orders();
  await replicate(cluster, { orders: 2, stays: 1, missing: 2 });
  expect(cluster.requests).toEqual([
    "broker 1: leader 50000731",
    "broker 1: follower 50000731",
    "broker 2: leader 50000731",
    "broker 2: follower 50000731",
    `topic orders: leader 0:1,0:2,1:1,1:2,${mark}`,
    `topic orders: follower 0:1,0:2,1:1,1:2,${mark}`,
    "move 2",
    "topic orders: leader off",
    "topic orders: follower off",
    "broker 1: leader off",
    "broker 1: follower off",
    "broker 2: leader off",
    "broker 2: follower off",
  ]);
  expect(cluster.assignments.get("orders")).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(cluster.settings).toEqual({});
});

test("partitions of one topic are put right one by one", async () => {
  const cluster = new FakeCluster([1, 2, 3], new Map([["mixed", [[1, 2], [2, 3, 1], [3]]]]));
  await replicate(cluster, { mixed: 2 });
  expect(cluster.requests.filter((request) => request.startsWith("move"))).toEqual(["move 2"]);
  expect(cluster.assignments.get("mixed")?.map(({ length }) => length)).toEqual([2, 2, 2]);
});

test("nothing to move asks for nothing, and copies that go need no throttle", async () => {
  const cluster = new FakeCluster([1, 2], new Map([["a", [[1, 2]]]]));
  await replicate(cluster, { a: 2 });
  expect(cluster.requests).toEqual([]);
  await replicate(cluster, { a: 1 });
  expect(cluster.requests).toEqual(["move 1"]);
});

test("0 is no throttle", async () => {
  const cluster = orders();
  await replicate(cluster, { orders: 2 }, { throttleMBps: 0 });
  expect(cluster.requests).toEqual(["move 2"]);
});

test("many partitions move a hundred at a time, and it is told how far it is", async () => {
  const partitions = Array.from({ length: 250 }, () => [1]);
  const cluster = new FakeCluster([1, 2, 3], new Map([["big", partitions]]));
  await replicate(cluster, { big: 3 }, { times: { look: 0, report: 0 } });
  expect(cluster.requests.filter((request) => request.startsWith("move"))).toEqual([
    "move 100",
    "move 100",
    "move 50",
  ]);
  expect(told).toEqual([
    "0 of 250 partitions moved",
    "100 of 250 partitions moved",
    "200 of 250 partitions moved",
  ]);
});

test("new copies go to other racks", async () => {
  const cluster = new FakeCluster([1, 2, 3], new Map([["a", [[1], [1]]]]));
  [1, 2].forEach((id) => cluster.racks.set(id, "a"));
  cluster.racks.set(3, "b");
  await replicate(cluster, { a: 2 });
  expect(cluster.assignments.get("a")).toEqual([
    [1, 3],
    [1, 3],
  ]);
});

test("what a killed run has begun is gone on with, and its throttle taken off", async () => {
  const cluster = orders();
  cluster.begin("orders", 0, [1, 2], 2);
  for (const id of [1, 2]) cluster.set(`broker ${id}`, leaderRate, "20000731");
  cluster.set("topic orders", leaderList, `0:1,0:2,${mark}`);
  cluster.set("topic stays", leaderList, `0:2,${mark}`);
  cluster.set("topic stays", followerList, "0:2");
  cluster.set("topic own", leaderList, "0:1");
  cluster.assignments.set("own", [[1]]);
  await replicate(cluster, { orders: 2 });
  // The partition that is under way is not asked for again.
  expect(cluster.requests.filter((request) => request.startsWith("move"))).toEqual(["move 1"]);
  expect(cluster.assignments.get("orders")).toEqual([
    [1, 2],
    [1, 2],
  ]);
  // What someone else has set stays, be it beside a list of that run's.
  expect(cluster.settings).toEqual({
    "topic own": { [leaderList]: "0:1" },
    "topic stays": { [followerList]: "0:2" },
  });
});

test("a throttle that is left is taken off where nothing has to move any more", async () => {
  const cluster = orders();
  cluster.set("broker 2", leaderRate, "50000731");
  cluster.set("topic stays", leaderList, `0:2,${mark}`);
  cluster.set("topic orders", leaderList, "0:1,0:2,1:1,1:2");
  await replicate(cluster, {});
  expect(cluster.settings).toEqual({ "topic orders": { [leaderList]: "0:1,0:2,1:1,1:2" } });
});

test("a throttle of someone else's stays as it is, holds the copies, and is told", async () => {
  const cluster = orders();
  cluster.set("broker 1", leaderRate, "10000000");
  // What a killed run has left under that rate.
  cluster.set("topic orders", leaderList, `7:1,${mark}`);
  for (const list of [leaderList, followerList]) cluster.set("topic stays", list, "*");
  await replicate(cluster, { orders: 2, stays: 2 });
  expect(cluster.requests).toEqual([
    "topic orders: leader off",
    `topic orders: leader 0:1,0:2,1:1,1:2,${mark}`,
    `topic orders: follower 0:1,0:2,1:1,1:2,${mark}`,
    "move 3",
    "topic orders: leader off",
    "topic orders: follower off",
  ]);
  expect(cluster.settings).toEqual({
    "broker 1": { [leaderRate]: "10000000" },
    "topic stays": { [leaderList]: "*", [followerList]: "*" },
  });
  expect(warned).toEqual([
    "Replicas move at the throttle that someone else has set, 10000000 B/s on broker 1, not at replicationThrottleMBps",
  ]);
});

test("no limit that is wanted is none under someone else's rate either", async () => {
  const cluster = orders();
  cluster.set("broker 1", leaderRate, "10000000");
  await replicate(cluster, { orders: 2 }, { throttleMBps: 0 });
  expect(cluster.requests).toEqual(["move 2"]);
  expect(warned).toEqual([]);
});

test("copies that a topic names itself stay as they are, and it is told once what that means", async () => {
  const cluster = new FakeCluster(
    [1, 2],
    new Map([["orders", Array.from({ length: 150 }, () => [1])]]),
  );
  cluster.set("topic orders", leaderList, "*");
  await replicate(cluster, { orders: 2 });
  expect(cluster.settings).toEqual({ "topic orders": { [leaderList]: "*" } });
  expect(warned).toEqual([
    "Replicas of orders that their own *.replication.throttled.replicas do not name move without a limit: " +
      "this program did not set these settings, and leaves them",
  ]);
});

test("a broker that knows fewer brokers than copies is asked again later, and nothing is moved", async () => {
  const cluster = orders();
  cluster.brokerIds = [1];
  const error: unknown = await replicate(cluster, { orders: 3 }).catch((reason: unknown) => reason);
  expect(String(error)).toContain("3 replicas need as many brokers");
  expect(isTransient(error)).toBe(true);
  expect(cluster.requests).toEqual([]);
});

describe("a move that does not end", () => {
  const times = { look: 0.001, closeLook: 0, report: 1000 };

  test("fails where a broker that it needs stays away, and says which", async () => {
    const cluster = orders();
    cluster.looks = Infinity;
    const replicated = replicate(cluster, { orders: 2 }, { times: { ...times, gone: 0.01 } });
    cluster.brokerIds = [1];
    await expect(replicated).rejects.toThrow(
      "Broker 2 has been down for 0.01 s, and 2 partitions that it holds or will hold cannot be moved " +
        "without it (0 of 2 are moved). Bring it back, then run `pulumi up` again: it continues from there",
    );
    // It goes on at the same pace.
    expect(Object.keys(cluster.settings)).toContain("topic orders");
  });

  test("fails once nothing is copied any more, and not before", async () => {
    const cluster = orders();
    cluster.looks = Infinity;
    let progress = 0;
    const replicated = replicate(
      cluster,
      { orders: 2 },
      { times: { ...times, stalled: 0.3 }, onProgress: () => (progress += 1) },
    );
    let isCopying = true;
    const copying = setInterval(() => (cluster.bytes += 1n), 1);
    setTimeout(() => {
      isCopying = false;
      clearInterval(copying);
    }, 600);
    await expect(replicated).rejects.toThrow(
      "Nothing was copied for 0.005 min, and 2 partitions of orders are not in sync yet (0 of 2 are moved).",
    );
    expect(isCopying).toBe(false);
    expect(progress).toBeGreaterThan(2);
  });
});
