import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "../../../components/platform";
import { refuseImpossible } from "../../../program/refuse-impossible";
import { agree } from "../../../program/create-target/agree";
import { platformOptions } from "../../../program/platform-options";
import { readSettings } from "../../../settings";
import { DockerTarget } from "../../../targets/docker";
import type { EngineVolume } from "../../../targets/docker/volumes";
import type { Registered } from "../support/mocks";
import { projectConfig } from "../support/project-config";

// What is declared before everything else, and what is refused before that. That nothing is touched, only a real
// engine can say.
const topic = { partitions: 3, replicationFactor: 1, config: {} };
const connection = { via: "direct", addresses: ["localhost:1"] };
/** Brokers at a port where nobody listens: at the default one, this machine may have a platform. */
const nobody = { brokerPort: 1 };
/** What a stack's state has, by the type's last name. */
const deployed: Record<string, object> = {
  DataLocation: { target: "docker", namePrefix: "" },
  EnsembleSize: { servers: 1 },
  BrokerCount: { connection, brokers: 1 },
  Cluster: { connection, brokers: 1, instances: ["z", "k"], clusterId: "own" },
  Topics: { connection, topics: { "a.b.c": topic }, brokers: 1, clusterId: "own" },
};

const asked: unknown[] = [];
const registered: Registered[] = [];

beforeEach(() => {
  asked.splice(0);
  registered.splice(0);
});

/** Has Pulumi answer as its engine does for a stack with that state. */
function engine(state: Record<string, object> | Error, isPreview = false) {
  return pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs: inputs as Registered["inputs"] });
        return { id: `${name}-id`, state: inputs as object };
      },
      call: ({ token, inputs }) => {
        if (token === "pulumi:pulumi:readStackOutputs") return { outputs: { bootstrap: "" } };
        asked.push((inputs as { stackName: unknown }).stackName);
        if (state instanceof Error) throw state;
        const outputs = Object.entries(state).map(([type, own], index) => [
          `urn:${index}`,
          { type: `kafka-platform:kafka:${type}`, outputs: own },
        ]);
        return { outputs: Object.fromEntries(outputs) as object };
      },
    },
    ...(["kafka-platform", "dev"] as const),
    isPreview,
    "our-company",
  );
}

function dockerTarget(volumes: readonly EngineVolume[] | undefined = []): DockerTarget {
  return new DockerTarget("docker", {
    ...{ stack: "dev", network: "net", namePrefix: "", publishAddress: "127.0.0.1" },
    publishedHost: () => "localhost",
    volumes: Promise.resolve(volumes),
  });
}

/** What is said of an update to a configuration; undefined where nothing is. */
async function refusal(config: Record<string, unknown>): Promise<string | undefined> {
  const target = dockerTarget();
  return refuseImpossible(
    target,
    platformOptions(readSettings(projectConfig({ ...nobody, ...config }))),
  ).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

test("the guards are declared before the network and all workloads", async () => {
  await engine(deployed);
  const settings = readSettings(projectConfig(nobody));
  new KafkaPlatform("test", { target: dockerTarget(), ...platformOptions(settings) });
  await pulumi.runtime.disconnect();
  const types = registered.map(({ type }) => type);
  const first = types.filter((type) => !type.startsWith("kafka-platform:index:"));
  expect(first.slice(0, 2)).toEqual([
    "kafka-platform:kafka:EnsembleSize",
    "kafka-platform:kafka:BrokerCount",
  ]);
  expect(first).toContain("docker:index/network:Network");
});

test("all that the state alone makes impossible is refused at once, each with what was checked", async () => {
  await engine(deployed);
  const message = await refusal({
    zookeepers: 3,
    topics: [{ name: "a.b.c", partitions: 1 }],
  });
  const lines = message?.split("\n") ?? [];
  expect(asked).toEqual(["our-company/kafka-platform/dev"]);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe("This change is refused:");
  expect(lines[1]).toMatch(
    /^ {2}ZooKeeper ensemble: zookeepers cannot change to 3: the ensemble has 1/,
  );
  expect(lines[2]).toMatch(
    /^ {2}Topics: topics\["a\.b\.c"\]\.partitions is 1, but the topic has 3;/,
  );
  expect(lines[3]).toBe("Nothing was changed.");
});

test("volumes that would have to shrink are refused by the state", async () => {
  const layout = { storageClass: "", createNamespace: true };
  const settings = readSettings(projectConfig(nobody));
  const sizesGiB = { brokerStorageGiB: settings.brokerStorageGiB + 1 };
  await engine({ StorageLayout: { ...layout, sizesGiB, retainData: true } });
  const target = Object.assign(dockerTarget(), { layout });
  await expect(refuseImpossible(target, platformOptions(settings))).rejects.toThrow(
    /^ {2}Volumes: kafka-platform:brokerStorageGiB .*/m,
  );
});

test("fewer brokers are refused where the brokers do not say what they hold", async () => {
  await engine({ ...deployed, BrokerCount: { connection, brokers: 3 } });
  expect(await refusal({})).toMatch(
    /^ {2}Number of brokers: cannot change to 1: the cluster does not report which brokers hold/m,
  );
});

test.each<[string, Record<string, object> | Error, Record<string, unknown>]>([
  ["with nothing to refuse", deployed, { topics: [{ name: "a.b.c", partitions: 3 }] }],
  // Its guards are judged by the provider, which has the state.
  ["with no state of a platform", {}, { zookeepers: 3 }],
  ["whose state is not told", new Error("unknown function"), { zookeepers: 3 }],
])("an update %s goes on", async (_what, state, config) => {
  await engine(state);
  expect(await refusal(config)).toBeUndefined();
});

test.each<[boolean, string, Record<string, object> | Error, string[]]>([
  [true, "a deployed platform", deployed, []],
  [true, "a first update", { DataLocation: {} }, []],
  [false, "a first update over a part of the volumes of another", {}, ["kafka-data"]],
  [false, "an update whose state is not told", new Error("unknown function"), []],
])("it is %s that no guard will refuse %s", async (expected, _what, state, names) => {
  await engine(state);
  const target = dockerTarget(
    names.map((name) => ({ name, labels: { "kafka-platform/brokers": "1" } })),
  );
  const options = platformOptions(readSettings(projectConfig(nobody)));
  expect(await refuseImpossible(target, options)).toBe(expected);
});

describe("the place of the data", () => {
  const moved = { target: "docker", namePrefix: "moved-" } as const;
  const nothing = Promise.resolve(undefined);

  test("is compared with the state's before an update declares anything", async () => {
    await engine(deployed);
    await expect(agree(moved, nothing, nothing, (each) => each)).rejects.toThrow(
      /^This change is refused:\n {2}Location of the data: namePrefix cannot change to "moved-": .*\nNothing was changed\.$/,
    );
    expect(registered).toEqual([]);
  });

  test.each([
    ["at preview", true, moved],
    ["as it was", false, { ...moved, namePrefix: "" }],
  ])("%s is declared", async (_what, isPreview, place) => {
    await engine(deployed, isPreview);
    await agree(place, nothing, nothing, (each) => each);
    await pulumi.runtime.disconnect();
    expect(registered.map(({ type }) => type)).toEqual(["kafka-platform:kafka:DataLocation"]);
  });
});
