import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "../../components/platform";
import { readSettings } from "../../settings";
import { DockerTarget } from "../../targets/docker";
import type { Registered } from "./mocks";
import { projectConfig } from "./project-config";

// What is declared before everything else, and with what. That nothing is touched, only a real engine can say.
const topic = { partitions: 3, replicationFactor: 1, config: {} };
const outputs = { reach: {}, topics: { "a.b.c": topic }, brokers: 1, clusterId: "a-cluster" };

async function declared(
  isPreview: boolean,
  state: (stackName: unknown) => Promise<object> | object,
): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs: inputs as Registered["inputs"] });
        return { id: `${name}-id`, state: inputs as object };
      },
      call: ({ token, inputs }) =>
        token === "pulumi:pulumi:readStackResourceOutputs"
          ? state((inputs as { stackName: unknown }).stackName)
          : {},
    },
    ...["kafka-platform", "dev"],
    isPreview,
    "our-company",
  );
  const settings = readSettings(projectConfig({ topics: [{ name: "d.e.f", partitions: 1 }] }));
  const target = new DockerTarget("docker", {
    ...{ stack: "dev", network: "net", namePrefix: "", publishAddress: "127.0.0.1" },
    publishedHost: () => "localhost",
    volumes: Promise.resolve([]),
  });
  new KafkaPlatform("test", { target, settings });
  await pulumi.runtime.disconnect();
  return registered;
}

const guards = ["kafka-platform:kafka:EnsembleSize", "kafka-platform:kafka:BrokerCount"];
const topicsOf = (registered: Registered[]) =>
  registered.find(({ type }) => type === guards[1])?.inputs.topics;
const now = {
  topics: { "d.e.f": { ...topic, partitions: 1 } },
  brokers: 1,
  minInSyncReplicas: 1,
  deleteTopics: false,
  removedTopics: [],
};

test("an update declares the guards before the network and all workloads, with what becomes of the topics", async () => {
  const asked: unknown[] = [];
  const registered = await declared(false, (stackName) => {
    asked.push(stackName);
    return {
      outputs: {
        "urn:1": { type: "kafka-platform:kafka:Cluster", outputs: { clusterId: "x" } },
        "urn:2": { type: "kafka-platform:kafka:Topics", outputs },
      },
    };
  });
  expect(asked).toEqual(["our-company/kafka-platform/dev"]);
  const types = registered.map(({ type }) => type);
  const first = types.filter((type) => !type.startsWith("kafka-platform:index:"));
  expect(first.slice(0, 2)).toEqual(guards);
  expect(first).toContain("docker:index/network:Network");
  const { topics, brokers, clusterId } = outputs;
  expect(topicsOf(registered)).toEqual({ now, deployed: { topics, brokers, clusterId } });
});

test.each<[string, () => Promise<object> | object]>([
  ["has no topics", () => ({ outputs: {} })],
  ["is not told", () => Promise.reject(new Error("unknown function"))],
])("an update whose state %s is judged by the cluster alone", async (_what, state) => {
  expect(topicsOf(await declared(false, state))).toEqual({ now });
});

test("a preview leaves the topics to themselves, and does not read the state", async () => {
  const registered = await declared(true, () => {
    throw new Error("must not be asked");
  });
  expect(registered.map(({ type }) => type)).toEqual(expect.arrayContaining(guards));
  expect(topicsOf(registered)).toBeUndefined();
});
