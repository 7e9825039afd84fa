import fc from "fast-check";
import { readSettings, SettingsError } from "../../../settings";
import { cpusFitTheEngine } from "../../../settings/rules/containers";
import { platformHosts } from "../../../settings/services";
import { workloads } from "../../../settings/templates/workloads";
import { projectConfig } from "../support/project-config";

type Changes = Readonly<Record<string, unknown>>;

function problemsOf(changes: Changes): string[] {
  try {
    readSettings(projectConfig(changes));
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ path, message }) => `${path} ${message}`);
  }
}

function onKubernetes(podTemplates: Changes, more: Changes = {}): string[] {
  return problemsOf({ target: "kubernetes", podTemplates, ...more });
}

/** A template in which everything is set. */
const everything = {
  labels: { team: "data", "example.org/cost-center": 4711 },
  annotations: { "prometheus.io/scrape": true, note: "any text: at all" },
  imagePullSecrets: [{ name: "registry" }],
  serviceAccountName: "kafka",
  priorityClassName: "high",
  nodeSelector: { pool: "kafka" },
  tolerations: [
    { key: "kafka", operator: "Equal", value: true, effect: "NoExecute", tolerationSeconds: 60 },
  ],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "Exists" }] }],
      },
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 5, podAffinityTerm: { topologyKey: "rack" } },
      ],
    },
  },
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "rack", whenUnsatisfiable: "DoNotSchedule" },
  ],
  hostAliases: [{ ip: "192.0.2.1", hostnames: ["ldap.example.org"] }],
  resources: {
    requests: { "ephemeral-storage": "1Gi" },
    limits: { cpu: 1.5, "ephemeral-storage": "2Gi" },
  },
  env: [
    { name: "KAFKA_OPTS", value: "-javaagent:/extra/agent.jar" },
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "tokens", key: "agent" } } },
  ],
  volumes: [{ name: "agent", configMap: { name: "agent", defaultMode: 292 } }],
  volumeMounts: [{ name: "agent", mountPath: "/extra", readOnly: true }],
};

test("the workloads are those of the platform", () => {
  expect([...workloads].sort()).toEqual([...platformHosts].sort());
});

test("without templates nothing is set", () => {
  const { podTemplates, containers, externalAnnotations, externalSourceRanges } =
    readSettings(projectConfig());
  expect({ podTemplates, containers, externalAnnotations, externalSourceRanges }).toEqual({
    podTemplates: {},
    containers: {},
    externalAnnotations: {},
    externalSourceRanges: [],
  });
});

test("a template is read with text as text and numbers as numbers, however YAML reads them", () => {
  const { podTemplates } = readSettings(
    projectConfig({ target: "kubernetes", podTemplates: { kafka: everything } }),
  );
  expect(podTemplates.kafka).toEqual({
    ...everything,
    labels: { team: "data", "example.org/cost-center": "4711" },
    annotations: { "prometheus.io/scrape": "true", note: "any text: at all" },
    tolerations: [{ ...everything.tolerations[0], value: "true" }],
    resources: {
      requests: { "ephemeral-storage": "1Gi" },
      limits: { cpu: 1500, "ephemeral-storage": "2Gi" },
    },
  });
});

test("every field, and only those, is offered", () => {
  expect(onKubernetes({ kafka: { securityContext: {}, toleration: [] } })).toEqual([
    `podTemplates.kafka has unknown keys, securityContext, toleration; a pod template has ${Object.keys(
      everything,
    )
      .slice(0, -1)
      .join(", ")} and volumeMounts`,
  ]);
});

describe("a pod template is refused at its place", () => {
  test.each<[string, Changes, string]>([
    [
      "a workload that is none",
      { broker: {} },
      "podTemplates has an unknown key, broker; podTemplates has all, zookeeper, kafka and kafka-ui",
    ],
    ["no map", { kafka: [] }, "podTemplates.kafka is []; must be a map: a pod template has"],
    [
      "a label that finds pods",
      { all: { labels: { "app.kubernetes.io/name": "x" } } },
      'podTemplates.all.labels["app.kubernetes.io/name"] is not free: the platform or Kubernetes sets it; remove it',
    ],
    [
      "a label's value",
      { kafka: { labels: { team: "two words" } } },
      "podTemplates.kafka.labels.team is two words; must be empty or up to 63 letters",
    ],
    [
      "an annotation for Pulumi",
      { kafka: { annotations: { "pulumi.com/skipAwait": "true" } } },
      'podTemplates.kafka.annotations["pulumi.com/skipAwait"] is not free: the platform or Kubernetes sets it',
    ],
    [
      "an annotation's key",
      { kafka: { annotations: { "a b": "c" } } },
      'podTemplates.kafka.annotations["a b"] is not a key that Kubernetes accepts',
    ],
    [
      "an annotation that is a map",
      { kafka: { annotations: { a: {} } } },
      "podTemplates.kafka.annotations.a is",
    ],
    [
      "a pull secret without a name",
      { kafka: { imagePullSecrets: [{}] } },
      "podTemplates.kafka.imagePullSecrets[0].name is missing; must be the name of an object",
    ],
    [
      "a toleration of nothing",
      { kafka: { tolerations: [{ effect: "NoExecute" }] } },
      "podTemplates.kafka.tolerations[0] is",
    ],
    [
      "an effect",
      { kafka: { tolerations: [{ key: "a", effect: "Never" }] } },
      "podTemplates.kafka.tolerations[0].effect is Never; must be NoSchedule, PreferNoSchedule or NoExecute",
    ],
    [
      "an affinity",
      { kafka: { affinity: { nodes: {} } } },
      "podTemplates.kafka.affinity has an unknown key, nodes; affinity has nodeAffinity, podAffinity and podAntiAffinity",
    ],
    [
      "a CPU limit below the request",
      { kafka: { resources: { limits: { cpu: "100m" } } } },
      "podTemplates.kafka.resources.limits.cpu is 100m; must be at least brokerCpuMillicores, 250m",
    ],
    [
      "a CPU limit for all",
      {
        all: { resources: { limits: { cpu: "200m" } } },
        kafka: { resources: { limits: { cpu: 1 } } },
      },
      "",
    ],
    [
      "an amount of CPU",
      { kafka: { resources: { limits: { cpu: "many" } } } },
      "podTemplates.kafka.resources.limits.cpu is many; must be an amount of CPU, such as 500m or 1.5",
    ],
    [
      "a memory limit",
      { kafka: { resources: { limits: { memory: "1Gi" } } } },
      "podTemplates.kafka.resources.limits has an unknown key, memory; limits has cpu and ephemeral-storage",
    ],
    [
      "a broker setting",
      { kafka: { env: [{ name: "KAFKA_LOG_RETENTION_HOURS", value: 1 }] } },
      "podTemplates.kafka.env[0].name is KAFKA_LOG_RETENTION_HOURS, which is a broker setting; set it in brokerSettings",
    ],
    [
      "a heap",
      { all: { env: [{ name: "KAFKA_HEAP_OPTS", value: "-Xmx1g" }] } },
      "podTemplates.all.env[0].name is KAFKA_HEAP_OPTS, which follows from zookeeperHeapMiB; set that",
    ],
    [
      "a ZooKeeper setting",
      { zookeeper: { env: [{ name: "ZOOKEEPER_TICK_TIME", value: 1 }] } },
      "podTemplates.zookeeper.env[0].name is ZOOKEEPER_TICK_TIME, which follows from zookeeperSettings",
    ],
    [
      "the address of the web UI",
      { "kafka-ui": { env: [{ name: "SERVER_ADDRESS", value: "0.0.0.0" }] } },
      'podTemplates["kafka-ui"].env[0].name is SERVER_ADDRESS, which follows from the keys kafkaUi...; set those',
    ],
    [
      "the pod's name",
      { kafka: { env: [{ name: "HOSTNAME", value: "a" }] } },
      "podTemplates.kafka.env[0].name is HOSTNAME, which Kubernetes sets; must be another name",
    ],
    [
      "a variable twice",
      {
        kafka: {
          env: [
            { name: "A", value: 1 },
            { name: "A", value: 2 },
          ],
        },
      },
      "podTemplates.kafka.env[1].name is A, as another one's before; must be set once",
    ],
    [
      "a variable with two values",
      {
        kafka: {
          env: [{ name: "A", value: 1, valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }],
        },
      },
      "podTemplates.kafka.env[0] is",
    ],
    [
      "a volume of the node",
      { kafka: { volumes: [{ name: "host", hostPath: { path: "/" } }] } },
      "podTemplates.kafka.volumes[0] has an unknown key, hostPath; a volume has name, configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected and secret",
    ],
    [
      "the name of a data volume",
      { all: { volumes: [{ name: "data", emptyDir: {} }] } },
      "podTemplates.all.volumes[0].name is data, which holds the data of zookeeper; must be another name",
    ],
    [
      "a claim with data",
      {
        "kafka-ui": {
          volumes: [{ name: "x", persistentVolumeClaim: { claimName: "data-kafka-0" } }],
        },
      },
      'podTemplates["kafka-ui"].volumes[0].persistentVolumeClaim.claimName is data-kafka-0, a claim of the platform\'s own data',
    ],
    [
      "a volume without its claim",
      { kafka: { volumes: [{ name: "x", persistentVolumeClaim: {} }] } },
      "podTemplates.kafka.volumes[0].persistentVolumeClaim is {}; must be a map with claimName",
    ],
    [
      "a mount of no volume",
      { kafka: { volumeMounts: [{ name: "x", mountPath: "/x" }] } },
      "podTemplates.kafka.volumeMounts[0].name is x; must be the name of one of volumes",
    ],
    [
      "a mount over the data",
      {
        kafka: {
          volumes: [{ name: "x", emptyDir: {} }],
          volumeMounts: [{ name: "x", mountPath: "/var/lib/kafka" }],
        },
      },
      "podTemplates.kafka.volumeMounts[0].mountPath is /var/lib/kafka; must be apart from /var/lib/kafka/data, where the data is",
    ],
    ...["/var/../var/lib/kafka/data", "/var/lib/kafka/./data", "/var/lib//kafka/data", "/x/"].map(
      (mountPath): [string, Readonly<Record<string, unknown>>, string] => [
        `the mount ${mountPath}`,
        {
          kafka: {
            volumes: [{ name: "x", emptyDir: {} }],
            volumeMounts: [{ name: "x", mountPath }],
          },
        },
        `podTemplates.kafka.volumeMounts[0].mountPath is ${mountPath}; must be an absolute path without ':', '.', '..' and empty parts, and without '/' at its end`,
      ],
    ),
    [
      "a mount within the data",
      {
        zookeeper: {
          volumes: [{ name: "x", emptyDir: {} }],
          volumeMounts: [{ name: "x", mountPath: "/var/lib/zookeeper/log/x" }],
        },
      },
      "must be apart from /var/lib/zookeeper/log, where the data is",
    ],
  ])("%s", (_what, podTemplates, reason) => {
    const problems = onKubernetes(podTemplates);
    if (reason === "") return expect(problems).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(reason)]);
  });
});

test("all problems are told at once", () => {
  expect(
    onKubernetes({
      kafka: {
        env: [{ name: "KAFKA_BROKER_ID", value: 1 }],
        volumeMounts: [{ name: "x", mountPath: "/x" }],
      },
      zookeeper: { resources: { limits: { cpu: "1m" } } },
    }),
  ).toHaveLength(3);
});

test("a mount may use a volume that all have, and on Docker templates of pods mean nothing", () => {
  const all = { volumes: [{ name: "x", emptyDir: {} }] };
  const kafka = { volumeMounts: [{ name: "x", mountPath: "/x" }] };
  expect(onKubernetes({ all, kafka })).toEqual([]);
  expect(problemsOf({ podTemplates: { kafka } })).toEqual([]);
});

describe("Services for clients outside", () => {
  const outside = {
    target: "kubernetes",
    advertisedHost: "b{broker}.example.org",
    brokerPort: 30092,
  };
  test.each<[string, Changes, string]>([
    [
      "no network",
      { externalSourceRanges: ["192.0.2.7"] },
      "externalSourceRanges[0] is 192.0.2.7; must be a list of networks such as 192.0.2.0/24",
    ],
    [
      "too many bits",
      { externalSourceRanges: ["192.0.2.0/33"] },
      "externalSourceRanges[0] is 192.0.2.0/33; must be a list of networks",
    ],
    [
      "ranges of node ports",
      { external: "nodePort", externalSourceRanges: ["192.0.2.0/24"] },
      "externalSourceRanges is set, but external is nodePort",
    ],
    [
      "an annotation of Pulumi's",
      { externalAnnotations: { "pulumi.com/patchForce": true } },
      'externalAnnotations["pulumi.com/patchForce"] is not free: the platform or Kubernetes sets it',
    ],
  ])("%s", (_what, changes, reason) => {
    expect(problemsOf({ ...outside, ...changes })).toEqual([expect.stringContaining(reason)]);
  });

  test("well-formed ones are taken", () => {
    const name = "external-dns.alpha.kubernetes.io/hostname";
    const settings = readSettings(
      projectConfig({
        ...outside,
        external: "loadBalancer",
        externalAnnotations: { [name]: "b{broker}.example.org" },
        externalSourceRanges: ["192.0.2.0/24", "2001:db8::/32"],
      }),
    );
    expect(settings).toMatchObject({
      externalAnnotations: { [name]: "b{broker}.example.org" },
      externalSourceRanges: ["192.0.2.0/24", "2001:db8::/32"],
    });
  });
});

describe("containers", () => {
  test.each<[string, Changes, string]>([
    [
      "another option",
      { kafka: { memory: 1024 } },
      "containers.kafka has an unknown key, memory; a container has labels, memoryMiB and cpus",
    ],
    [
      "a label of the platform's",
      { all: { labels: { "kafka-platform.stack": "x" } } },
      'containers.all.labels["kafka-platform.stack"] is not free: the platform or Docker uses this label; remove it',
    ],
    [
      "a label with a blank",
      { all: { labels: { "a b": "x" } } },
      'containers.all.labels["a b"] is not a label',
    ],
    [
      "CPUs",
      { kafka: { cpus: "two" } },
      "containers.kafka.cpus is two; must be a number of CPUs from 0.01 to 1024, such as 1.5",
    ],
    ["no CPUs", { kafka: { cpus: 0 } }, "containers.kafka.cpus is 0; must be a number of CPUs"],
    [
      "a heap that does not fit",
      { kafka: { memoryMiB: 1024 } },
      "containers.kafka.memoryMiB is 1024; must be more than the Java heap of kafka, 1024 MiB unless brokerHeapMiB says otherwise, as Java needs more than its heap",
    ],
    [
      "a limit for all",
      { all: { memoryMiB: 512 }, kafka: { memoryMiB: 2048 } },
      "containers.all.memoryMiB is 512; must be more than the Java heap of zookeeper, 512 MiB unless",
    ],
  ])("%s", (_what, containers, reason) => {
    expect(problemsOf({ containers })).toEqual([expect.stringContaining(reason)]);
  });

  test("labels are text, and CPUs are as the provider writes them", () => {
    const containers = {
      kafka: { labels: { team: "data", cost: 1 }, memoryMiB: 1536, cpus: "1.50" },
    };
    expect(readSettings(projectConfig({ containers })).containers.kafka).toEqual({
      labels: { team: "data", cost: "1" },
      memoryMiB: 1536,
      cpus: "1.5",
    });
  });

  test("a heap fits exactly if it is less than the limit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 128, max: 4096 }),
        fc.integer({ min: 128, max: 4096 }),
        (memoryMiB, brokerHeapMiB) => {
          const containers = { kafka: { memoryMiB } };
          expect(problemsOf({ containers, brokerHeapMiB }).length === 0).toBe(
            brokerHeapMiB < memoryMiB,
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test("there are no more CPUs than the engine has", () => {
    const containers = { all: { cpus: "2" }, kafka: { cpus: "2.5" } };
    expect(cpusFitTheEngine({ containers }, 2)).toEqual([
      {
        path: "containers.kafka.cpus",
        message: "is 2.5; must be at most the CPUs of the Docker engine, 2",
      },
    ]);
    expect(cpusFitTheEngine({ containers }, Infinity)).toEqual([]);
  });
});
