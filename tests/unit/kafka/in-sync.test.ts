import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { type BrokerView, viewOf } from "../../../kafka/broker-view";
import {
  obstacleIn,
  type PartitionState,
  unsafePartitions,
  waitForTurn,
} from "../../../kafka/in-sync";

jest.mock("../../../kafka/broker-view", () => {
  const actual = jest.requireActual<{ viewOf: typeof viewOf }>("../../../kafka/broker-view");
  return { viewOf: jest.fn(actual.viewOf) };
});

function partition(inSync: number[], replicas = [1, 2, 3], minimum = 2): PartitionState {
  return { topic: "a.b.c", partition: 0, replicas, inSync, minimum };
}

test.each([
  ["all in sync", partition([1, 2, 3]), false],
  ["at the minimum, with one behind", partition([1, 2]), true],
  ["below the minimum", partition([1]), true],
  ["at the minimum, and not in sync here", partition([2, 3]), false],
  ["one copy", partition([1], [1], 1), false],
  ["one copy, of which the cluster wants two", partition([1], [1], 2), false],
  ["as many copies as the minimum, all in sync", partition([1, 2], [1, 2], 2), false],
  ["as many copies as the minimum, one behind", partition([1], [1, 2], 2), true],
  ["above the minimum, with one behind", partition([1, 2], [1, 2, 3], 1), false],
])("stopping broker 1 with a partition %s", (_, state, isUnsafe) => {
  expect(unsafePartitions([state], 1)).toEqual(isUnsafe ? [state] : []);
});

const answers = (partitions: PartitionState[] = [], registered = [1, 2, 3]): BrokerView => ({
  state: "answers",
  registered,
  partitions,
});
const addresses = ["one:1", "two:2", "three:3"];
const silent: BrokerView = { state: "silent", reason: "ECONNREFUSED" };
const unclear: BrokerView = { state: "unclear", reason: "timed out" };

test.each<[string, number, BrokerView[], string | undefined]>([
  ["nobody is there yet", 2, [silent, silent, silent], undefined],
  ["it is yet to be made", 2, [answers([], [1]), silent, silent], undefined],
  ["all is well", 2, [answers(), answers(), answers()], undefined],
  [
    "the one before it starts",
    2,
    [silent, answers(), answers()],
    "broker 1 at one:1 does not answer",
  ],
  ["it was killed just now", 2, [silent, silent, answers()], "broker 1 at one:1 does not answer"],
  [
    "it does not say",
    2,
    [answers(), unclear, answers()],
    "broker 2 at two:2 does not report its state",
  ],
  ["one other knows more", 1, [answers(), answers(), answers([partition([1, 2])])], "a.b.c-0"],
  ["it is the first", 1, [answers([partition([1, 2, 3])]), silent, silent], undefined],
])("the turn of a broker when %s", (_, broker, views, obstacle) => {
  const found = obstacleIn({ broker, addresses }, views)?.state;
  if (obstacle === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(obstacle);
});

test("a partition is named, with how many more there are", () => {
  const view = answers([partition([1, 2]), { ...partition([1, 3]), partition: 7 }]);
  expect(obstacleIn({ broker: 1, addresses }, [view])).toEqual({
    state: "partition a.b.c-0 (and 1 more): only brokers 1, 2 of 1, 2, 3 are in sync",
    isStart: false,
  });
  expect(obstacleIn({ broker: 1, addresses }, [answers([partition([1])])])?.state).toBe(
    "partition a.b.c-0: only broker 1 of 1, 2, 3 is in sync",
  );
});

const turn = { broker: 1, startTimeoutSeconds: 0, replicaSyncTimeoutSeconds: 60 };

test("where nothing listens, the turn comes at once", async () => {
  const told: string[] = [];
  const connection = { via: "direct" as const, addresses: ["127.0.0.1:1", "127.0.0.1:1"] };
  await waitForTurn({ ...turn, connection }, (message) => told.push(message));
  expect(told).toEqual([]);
});

test("what is waited for is told once, whatever reason a broker that is away gives", async () => {
  const told: string[] = [];
  const connection = { via: "direct" as const, addresses: ["one:1", "two:2"] };
  const reset: BrokerView = { state: "silent", reason: "read ECONNRESET" };
  const closed: BrokerView = { state: "silent", reason: "Closed connection" };
  for (const first of [reset, closed, reset, answers()]) {
    jest.mocked(viewOf).mockResolvedValueOnce(first).mockResolvedValueOnce(answers());
  }
  await waitForTurn({ ...turn, broker: 2, connection, startTimeoutSeconds: 60 }, (message) =>
    told.push(message),
  );
  expect(told).toEqual([
    "waiting to update broker 2: broker 1 at one:1 does not answer (read ECONNRESET)",
  ]);
});

describe("a broker that takes connections", () => {
  let server: Server;
  let address: string;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => undefined);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test("and says nothing keeps its place, at the address that it had before too", async () => {
    const told: string[] = [];
    const connection = { via: "direct" as const, addresses: [address] };
    const elsewhere = { ...connection, addresses: ["127.0.0.1:1"] };
    const wait = (where: Partial<Parameters<typeof waitForTurn>[0]>) =>
      waitForTurn({ ...turn, connection, ...where }, (message) => told.push(message));
    await Promise.all([
      expect(wait({})).rejects.toThrow(
        /^Broker 1 was not stopped for its update within 0 s: broker 1 at \S+ does not report its state \(.*\)\..*startTimeoutSeconds/s,
      ),
      expect(wait({ connection: elsewhere, connectionBefore: connection })).rejects.toThrow(
        "does not report its state",
      ),
    ]);
    expect(told).toEqual([]);
  }, 60_000);

  test("is not waited for where nothing is to be", async () => {
    const connection = { via: "direct" as const, addresses: [address] };
    await waitForTurn({ ...turn, connection, replicaSyncTimeoutSeconds: 0 }, () => undefined);
  });
});
