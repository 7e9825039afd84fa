import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { CreateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { withAdministration } from "../../../kafka/administration/administration";
import { applyPlan } from "../../../kafka/topics/apply";
import { KafkaProvider } from "../../../provider/provider";
import { interrupted, interruptedBefore } from "../../../provider/topics/interrupted";
import { topicsAfter } from "../../../provider/topics/partial";
import { resourceMethods } from "../../../provider/sdk/handlers";
import { configurationMethods } from "../../../provider/sdk/handlers-configuration";
import { Interruption, operationSignal, unlessAborted } from "../../../common/interruption";
import type { Properties } from "../../../provider/sdk/value";
import { encode } from "../../../provider/sdk/wire";

// Ctrl-C: the engine calls Cancel, and then waits for whatever is under way.
const log = {
  status: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  flush: () => Promise.resolve(),
};

/** Takes connections, as a broker that hangs does, and never answers. */
let silent: Server;
let address: string;
const sockets = new Set<Socket>();

beforeAll(async () => {
  silent = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
});

function provider() {
  const cancellation = new AbortController();
  const served = new KafkaProvider(log);
  const cancel = () => configurationMethods(served, cancellation).cancel();
  return { cancel, methods: resourceMethods(served, cancellation.signal) };
}

function create(type: string, inputs: Properties, timeoutSeconds = 0): CreateRequest {
  const connection = { via: "direct", addresses: [address] };
  return new CreateRequest()
    .setUrn(`urn:pulumi:dev::kafka-platform::kafka-platform:kafka:${type}::it`)
    .setProperties(encode({ connection, brokers: 1, ...inputs }))
    .setTimeout(timeoutSeconds);
}

const cases: [string, Properties, string][] = [
  ["Cluster", { instances: [], timeoutSeconds: 180 }, "; `pulumi up` continues from there."],
  [
    "InSync",
    { broker: 1, trigger: "t", startTimeoutSeconds: 180, replicaSyncTimeoutSeconds: 300 },
    ". It and those after it are unchanged; `pulumi up` continues from there.",
  ],
  ["Topics", { topics: {} }, "; no topic was changed."],
  [
    "SmokeRun",
    { messages: 10, topics: [], triggers: [] },
    ". The platform is unchanged; `pulumi up` runs the test again.",
  ],
];

test.each(cases)(
  "a cancelled wait of %s ends, and says what it leaves",
  async (type, inputs, end) => {
    const { cancel, methods } = provider();
    const creating = methods.create(create(type, inputs));
    setTimeout(cancel, 100);
    await expect(creating).rejects.toThrow(/ was cancelled\b/);
    await expect(creating).rejects.toThrow(end);
    // The engine may have more to ask when it cancels.
    await expect(methods.create(create(type, inputs))).rejects.toThrow(/cancelled/);
  },
);

test("a wait ends with the time limit of customTimeouts, and says so", async () => {
  const { methods } = provider();
  const inputs = { instances: [], timeoutSeconds: 180 };
  await expect(methods.create(create("Cluster", inputs, 0.1))).rejects.toThrow(
    `The wait for the Kafka cluster at ${address} was ended after the 0.1 s of its customTimeouts: no answer yet.`,
  );
});

test("a time limit longer than a timer can be does not end at once", () => {
  const signal = operationSignal(new AbortController().signal, 1e9);
  expect(signal.aborted).toBe(false);
});

test("a request under way, and each further one, fails once it is cancelled", async () => {
  const cancellation = new AbortController();
  const reason = new Interruption("cancelled");
  const asking = withAdministration(
    { via: "direct", addresses: [address] },
    (admin) => admin.listTopics(),
    { signal: cancellation.signal },
  );
  setTimeout(() => cancellation.abort(reason), 100);
  await expect(asking).rejects.toBe(reason);
});

test("a cancelled plan refuses no topic for it", async () => {
  const reason = new Interruption("cancelled");
  const admin = {
    createPartitions: () => Promise.reject(reason),
    deleteTopics: () => Promise.reject(reason),
  };
  const nothing = { adopt: [], create: {}, grow: {}, configure: {}, replicate: {}, delete: [] };
  for (const plan of [
    { ...nothing, grow: { a: 2, b: 2 } },
    { ...nothing, delete: ["a", "b"] },
  ]) {
    await expect(applyPlan(admin as never, plan as never, {})).rejects.toBe(reason);
  }
});

describe("what a cancelled change of topics leaves", () => {
  const topic = { partitions: 3, replicationFactor: 1, config: {} };
  const connection = { via: "direct" as const, addresses: [address] };
  const now = { connection, brokers: 1, topics: { made: topic, asked: topic } } as never;
  const signal = AbortSignal.abort(new Interruption("cancelled"));
  const run = {
    ...{ now, before: undefined, plan: { adopt: [] }, error: signal.reason as unknown },
    cluster: { clusterId: "c", topics: {} } as never,
  };

  test("is in the state, with what may still come", () => {
    const actual = { made: topic } as never;
    expect(topicsAfter({ ...run, isInterrupted: true }, actual)).toEqual({
      made: topic,
      asked: topic,
    });
    expect(topicsAfter(run, actual)).toEqual({ made: topic });
  });

  test("is said in words", () => {
    expect(interruptedBefore(signal)).toBe(
      "The change of topics was cancelled; no topic was changed.",
    );
    expect(interrupted(signal, { a: topic, b: topic }, { a: topic })).toContain(
      "The change of topics was cancelled: 1 of 2 declared topics are as declared",
    );
  });
});

test("what was not aborted goes its way", async () => {
  const { signal } = new AbortController();
  await expect(unlessAborted(Promise.resolve(1), signal)).resolves.toBe(1);
  await expect(unlessAborted(Promise.reject(new Error("no")), signal)).rejects.toThrow("no");
});
