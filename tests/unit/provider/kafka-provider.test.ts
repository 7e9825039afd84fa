import {
  CheckRequest,
  CreateRequest,
  DiffRequest,
  InvokeRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { KafkaProvider } from "../../../provider/provider";
import { resourceMethods } from "../../../provider/sdk/handlers";
import { configurationMethods } from "../../../provider/sdk/handlers-configuration";
import { type Properties, unknown } from "../../../provider/sdk/value";
import { decode, encode, encodeFrom } from "../../../provider/sdk/wire";

// The provider as the engine calls it, for a cluster that does not answer: nobody listens on port 1.
const connection = { via: "direct", addresses: ["127.0.0.1:1"], kubeconfig: "a secret" };
const topic = { partitions: 3, replicationFactor: 1, config: {} };
const inputs: Properties = {
  connection,
  topics: { "a.b.c": topic },
  brokers: 1,
  deleteTopics: false,
};
const state: Properties = { ...inputs, clusterId: "a-cluster" };
const urn = "urn:pulumi:dev::kafka-platform::parent$kafka-platform:kafka:Topics::topics";

const told: string[] = [];
const log = {
  status: () => undefined,
  info: (_urn: string, message: string) => void told.push(message),
  warning: (_urn: string, message: string) => void told.push(message),
  flush: () => Promise.resolve(),
};
test("it can be started by a call that returns nothing, and has no other function", async () => {
  const functions = configurationMethods(new KafkaProvider(log), new AbortController());
  const call = (token: string) =>
    functions.invoke(new InvokeRequest().setTok(token).setArgs(encode({})));
  expect(decode((await call("kafka-platform:index:start")).getReturn()).properties).toEqual({});
  await expect(call("kafka-platform:index:stop")).rejects.toThrow(
    "Unknown function kafka-platform:index:stop",
  );
});

test("checked inputs are written as they were read, and what has changed as it is now", () => {
  const read: Properties = {
    same: { a: [1, null] },
    changed: { a: 1 },
    gone: 2,
    hidden: "x",
    later: unknown,
  };
  const message = encode(read, new Set(["hidden"]));
  const decoded = decode(message);
  const now = { ...decoded.properties, changed: { a: 2 }, added: "y" } as Properties;
  delete now.gone;
  const written = encodeFrom(message, decoded, now);
  expect(decode(written)).toEqual({ properties: now, secrets: new Set(["hidden"]) });
  expect(written.getFieldsMap().get("same")).toBe(message.getFieldsMap().get("same"));
  expect(decode(encodeFrom(undefined, decode(undefined), { a: 1 })).properties).toEqual({ a: 1 });
});

const methods = resourceMethods(new KafkaProvider(log), new AbortController().signal);
const secret = (properties: Properties) => encode(properties, new Set(["connection"]));

function expectSecret(message: Struct | undefined): void {
  expect([...decode(message).secrets]).toEqual(["connection"]);
}

beforeEach(() => told.splice(0));

test("a preview of new topics says so, and leaves no secret in the clear", async () => {
  const checked = await methods.check(new CheckRequest().setUrn(urn).setNews(secret(inputs)));
  expect(checked.getFailuresList()).toEqual([]);
  expectSecret(checked.getInputs());
  const created = await methods.create(
    new CreateRequest().setUrn(urn).setProperties(secret(inputs)).setPreview(true),
  );
  expectSecret(created.getProperties());
  expect(decode(created.getProperties()).properties).toEqual({ ...inputs, clusterId: unknown });
  expect(told).toEqual([
    "a.b.c: created, 3 partitions, 1 replica\n" +
      "no broker answers: a topic to be created is adopted if it exists",
  ]);
});

test("a preview of a change goes by the state, and leaves no secret in the clear", async () => {
  const news = { ...inputs, topics: { "a.b.c": { ...topic, partitions: 6 } } };
  const diff = await methods.diff(
    new DiffRequest().setUrn(urn).setOlds(secret(state)).setNews(secret(news)),
  );
  expect(diff.getDetaileddiffMap().getEntryList()).toHaveLength(1);
  expect(diff.getDetaileddiffMap().has('topics["a.b.c"].partitions')).toBe(true);
  expect(diff.getReplacesList()).toEqual([]);
  const updated = await methods.update(
    new UpdateRequest().setUrn(urn).setOlds(secret(state)).setNews(secret(news)).setPreview(true),
  );
  expectSecret(updated.getProperties());
  expect(told).toEqual(["a.b.c: partitions 3 → 6"]);
});

test("how fast copies move is no change, nor what is confirmed to be gone; what an older release did not know is one where it matters", async () => {
  const changes = async (olds: Properties, news: Properties) => {
    const diff = await methods.diff(
      new DiffRequest().setUrn(urn).setOlds(secret(olds)).setNews(secret(news)),
    );
    return diff.getDiffsList();
  };
  const settled = {
    minInSyncReplicas: 1,
    replicationThrottleMBps: 50,
    removedTopics: ["gone.for.good"],
  };
  expect(await changes(state, { ...inputs, ...settled })).toEqual([]);
  const several = { brokers: 3, minInSyncReplicas: 2 };
  expect(await changes({ ...state, brokers: 3 }, { ...inputs, ...several })).toEqual([
    "minInSyncReplicas",
  ]);
  expect(await changes({ ...state, ...several }, { ...inputs, ...several })).toEqual([]);
});

test("what is impossible by the state is refused before a broker is asked", async () => {
  const news = { ...inputs, topics: { "a.b.c": { ...topic, partitions: 1 } } };
  const { failuresList } = (
    await methods.check(
      new CheckRequest().setUrn(urn).setOlds(secret(inputs)).setNews(secret(news)),
    )
  ).toObject();
  // Of a property that is named the engine would print the value: every topic.
  expect(failuresList.map(({ property }) => property)).toEqual([""]);
  expect(failuresList[0]?.reason).toMatch(/^topics\["a\.b\.c"\]\.partitions is 1/);
});

test("a refresh of a cluster that is away keeps the state, its secret too, and warns", async () => {
  const read = await methods.read(
    new ReadRequest()
      .setId("topics")
      .setUrn(urn)
      .setInputs(secret(inputs))
      .setProperties(secret(state)),
  );
  expectSecret(read.getInputs());
  expectSecret(read.getProperties());
  expect(decode(read.getInputs()).properties).toEqual(inputs);
  expect(decode(read.getProperties()).properties).toEqual(state);
  expect(told).toEqual([expect.stringMatching(/^Topics were not refreshed: .*ECONNREFUSED/)]);
});

test("what cannot be imported says so", async () => {
  const request = new ReadRequest().setId("x").setUrn(urn.replace("Topics::", "Cluster::"));
  await expect(methods.read(request)).rejects.toThrow(
    "kafka-platform:kafka:Cluster cannot be imported",
  );
});

test("a refresh leaves out what was never given", async () => {
  const smoke: Properties = {
    connection,
    messages: 10,
    brokers: 1,
    topics: ["a.b.c"],
    triggers: [],
  };
  const read = await methods.read(
    new ReadRequest()
      .setId("smoke")
      .setUrn(urn.replace("Topics::", "SmokeRun::"))
      .setInputs(secret(smoke))
      .setProperties(secret({ ...smoke, result: { produced: 10 } })),
  );
  expect(decode(read.getInputs()).properties).toEqual(smoke);
});

test("what is for a check alone reaches neither the state nor a diff", async () => {
  const size = urn.replace("Topics::", "EnsembleSize::");
  const missing = { ensemble: [], brokers: [] };
  const existing = { ensemble: [], brokers: [], missing, removal: "REMOVE" };
  const news = encode({ servers: 3, existing }, new Set());
  const checked = await methods.check(new CheckRequest().setUrn(size).setNews(news));
  expect(decode(checked.getInputs()).properties).toEqual({ servers: 3 });
  const count = await methods.check(
    new CheckRequest()
      .setUrn(urn.replace("Topics::", "BrokerCount::"))
      .setNews(encode({ connection, brokers: 3, existing }, new Set())),
  );
  expect(decode(count.getInputs()).properties).toEqual({ connection, brokers: 3 });
  const lost = {
    ...existing,
    brokers: [{ name: "kafka-data", replica: 1, origin: { brokers: "1" } }],
  };
  const refused = await methods.check(
    new CheckRequest().setUrn(size).setNews(encode({ servers: 3, existing: lost }, new Set())),
  );
  expect(refused.getFailuresList()).toHaveLength(1);
});

test("a cluster that cannot be asked stays the one that it was, without a diff", async () => {
  const location = urn.replace("Topics::", "DataLocation::");
  const olds = { target: "kubernetes", namespace: "kafka", cluster: "one" };
  const checked = await methods.check(
    new CheckRequest()
      .setUrn(location)
      .setOlds(encode(olds, new Set()))
      .setNews(encode({ target: "kubernetes", namespace: "kafka" }, new Set())),
  );
  expect(decode(checked.getInputs()).properties).toEqual(olds);
  const diff = await methods.diff(
    new DiffRequest()
      .setUrn(location)
      .setOlds(encode(olds, new Set()))
      .setNews(checked.getInputs()),
  );
  expect(diff.getDetaileddiffMap().getEntryList()).toEqual([]);
});

test("a longer time to start or to catch up is no difference by itself", async () => {
  const turn = { connection, broker: 1, trigger: "a", startTimeoutSeconds: 180 };
  const cluster = { connection, brokers: 1, instances: ["a"], clusterId: "a-cluster" };
  for (const [type, olds, news] of [
    [
      "InSync",
      { ...turn, replicaSyncTimeoutSeconds: 1800 },
      { ...turn, startTimeoutSeconds: 900, replicaSyncTimeoutSeconds: 60 },
    ],
    ["Cluster", cluster, { ...cluster, timeoutSeconds: 900 }],
  ] as const) {
    const asked = (changed: object) =>
      methods.diff(
        new DiffRequest()
          .setUrn(urn.replace("Topics::", `${type}::`))
          .setOlds(secret(olds))
          .setNews(secret({ ...(news as unknown as Properties), ...(changed as Properties) })),
      );
    expect((await asked({})).getDetaileddiffMap().getEntryList()).toEqual([]);
    const key = type === "InSync" ? "trigger" : "instances";
    expect((await asked({ [key]: ["b"] })).getDetaileddiffMap().has(key)).toBe(true);
  }
});
