import { declaredManifests, type Manifest } from "../../../bench/declared/manifests";
import { platformHosts, storedVolumes } from "../../../settings/services";
import { differences } from "../../../scripts/review/comment/differences";
import type { Inputs } from "../../../scripts/review/comment/preview";
import { readSettings } from "../../../settings";
import { schema } from "../../../settings/schema";
import { lastingFields } from "../../../targets/kubernetes/claims";
import { claimName, replicaIndexes } from "../../../targets/kubernetes/names";
import { replacingFields } from "../../../targets/kubernetes/stateful-set";
import { projectConfig } from "../support/project-config";

// No setting replaces what holds data: held to the fields that the official provider 4.34.2 was recorded to
// replace an object for.
const replacing: Readonly<Record<string, RegExp>> = {
  StatefulSet:
    /^(metadata\.(name|namespace)|spec\.(podManagementPolicy|revisionHistoryLimit|selector|serviceName|volumeClaimTemplates))\b/,
  PersistentVolumeClaim:
    /^(metadata\.(name|namespace)|spec\.(accessModes|selector|storageClassName|volumeName))\b/,
  Namespace: /^metadata\.name\b/,
};
const ignored: Readonly<Record<string, readonly string[]>> = {
  StatefulSet: replacingFields,
  PersistentVolumeClaim: lastingFields,
};

const base = { target: "kubernetes", brokers: 3, zookeepers: 3 };

/** Another value for every setting than the one in `base` and Pulumi.yaml. */
const changes: Readonly<Record<string, unknown>> = {
  namePrefix: "other-",
  publishAddress: "0.0.0.0",
  advertisedHost: "broker-{broker}.example.org",
  retainData: false,
  acceptedRisks: [],
  destroyData: "stack",
  createNamespace: false,
  kubernetesContext: "edge",
  kubeconfig: "apiVersion: v1",
  storageClass: "fast",
  imagePullTimeoutSeconds: 1,
  external: "loadBalancer",
  externalAnnotations: { "example.org/name": "b{broker}" },
  externalSourceRanges: ["192.0.2.0/24"],
  podTemplates: {
    all: {
      labels: { team: "data" },
      annotations: { note: "a" },
      env: [{ name: "A", value: "b" }],
      volumes: [{ name: "x", emptyDir: {} }],
      volumeMounts: [{ name: "x", mountPath: "/x" }],
      resources: { limits: { cpu: 2 } },
    },
  },
  containers: { all: { cpus: 1 } },
  zookeeperCpuMillicores: 999,
  zookeeperMemoryMiB: 999,
  zookeeperStorageGiB: 999,
  brokerCpuMillicores: 999,
  brokerMemoryMiB: 999,
  brokerStorageGiB: 999,
  kafkaUiCpuMillicores: 999,
  kafkaUiMemoryMiB: 999,
  zookeeperImage: "registry.example/zookeeper:1",
  zookeepers: 5,
  zookeeperPort: 3181,
  zookeeperHeapMiB: 256,
  brokerImage: "registry.example/kafka:1",
  brokers: 5,
  brokerPort: 30092,
  brokerHeapMiB: 512,
  brokerSettings: { "log.retention.hours": 1 },
  kafkaUi: false,
  kafkaUiImage: "registry.example/ui:1",
  kafkaUiPort: 9090,
  kafkaUiPath: "/kafka",
  kafkaUiReadOnly: true,
  kafkaUiHosts: ["kafka.example.org"],
  kafkaUiTrustedProxies: ["10.0.0.0/8"],
  kafkaUiUser: "admin",
  kafkaUiPassword: "secret",
  topics: [{ name: "a.b.c", partitions: 1 }],
  topicsFile: "",
  topicDefaults: { partitions: 2 },
  deleteTopics: true,
  removedTopics: ["d.e.f"],
  topicNaming: "off",
  topicNamePattern: ".*",
  topicNameExceptions: ["a"],
  replicationThrottleMBps: 1,
  replicaSyncTimeoutSeconds: 60,
  startTimeoutSeconds: 60,
  zookeeperSettings: { tickTime: 3000 },
  smokeTest: false,
  smokeTestMessages: 1,
};
/** Does not go with the others, as it wants data retained. */
const production = {
  production: true,
  brokerSettings: { "auto.create.topics.enable": "false" },
};
/** These name the place of the data: another one is other data. */
const places = ["target", "namespace"];

function declared(settings: Record<string, unknown>): Promise<Manifest[]> {
  return declaredManifests(readSettings(projectConfig({ ...base, ...settings })));
}

/** What would replace objects that both declare, apart from what the provider is told to ignore. */
function replacements(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const now = new Map(after.map((each) => [`${each.kind} ${each.metadata.name}`, each]));
  return before.flatMap((object) => {
    const key = `${object.kind} ${object.metadata.name}`;
    const other = now.get(key);
    if (!other) return [];
    return differences(object as unknown as Inputs, other as unknown as Inputs)
      .map(({ path }) => path)
      .filter((path) => replacing[object.kind]?.test(path))
      .filter((path) => !ignored[object.kind]?.some((field) => path.startsWith(field)))
      .map((path) => `${key}: ${path}`);
  });
}

let unchanged: readonly Manifest[];

beforeAll(async () => {
  unchanged = await declared({});
});

test("every setting has its line here", () => {
  const keys = Object.keys({ ...changes, ...production });
  expect([...keys, ...places].sort()).toEqual(Object.keys(schema).sort());
});

// All at once: declaring takes a second, and the path of a difference tells the setting.
test.each([
  ["production", production],
  ["any other setting", changes],
])("%s replaces nothing that holds data", async (_which, settings) => {
  expect(replacements(unchanged, await declared(settings))).toEqual([]);
});

test("a replacement would be seen", async () => {
  const found = replacements(unchanged, await declared({ namespace: "elsewhere" }));
  expect(found).toContain("StatefulSet kafka: metadata.namespace");
  expect(found).toContain("PersistentVolumeClaim data-kafka-0: metadata.namespace");
});

test("what the look at the cluster is for is what is declared", () => {
  const settings = readSettings(projectConfig(base));
  const named = (...kinds: string[]) =>
    unchanged
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ metadata: { name } }) => name)
      .sort();
  expect(named("StatefulSet", "Deployment")).toEqual([...platformHosts].sort());
  expect(named("PersistentVolumeClaim")).toEqual(
    storedVolumes(settings)
      .flatMap(({ host, replicas, volumes }) =>
        replicaIndexes(replicas).flatMap((index) =>
          volumes.map((volume) => claimName(volume, host, index)),
        ),
      )
      .sort(),
  );
});
