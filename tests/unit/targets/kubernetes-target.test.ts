import * as pulumi from "@pulumi/pulumi";
import { KubernetesTarget } from "../../../targets/kubernetes";
import type { KubernetesTargetArgs } from "../../../targets/kubernetes/args";
import { type ControllerContext, controllerOptions } from "../../../targets/kubernetes/controller";
import type { WorkloadArgs } from "../../../targets/target";
import { originMarks } from "../../../targets/origin";
import { recordResources, settled } from "../support/mocks";
import { sampleWorkload } from "../support/sample-workload";

const registered = recordResources();
const declaredOptions: Record<string, pulumi.CustomResourceOptions> = {};

/** Keeps the options that every resource below is declared with, by kind and name. */
const keepOptions: pulumi.ResourceTransformation = ({ type, name, props, opts }) => {
  declaredOptions[`${type.split(":").at(-1)} ${name}`] = opts;
  return { props, opts };
};

const labels = { "app.kubernetes.io/part-of": "kafka-platform", "app.kubernetes.io/name": "web" };
const metadata = {
  name: "web",
  namespace: "lab",
  labels: { ...labels, "app.kubernetes.io/managed-by": "pulumi" },
};

const service: WorkloadArgs = {
  ...sampleWorkload,
  environment: ({ number, host }) => ({ ALPHA: "a", SELF: `${number} ${host}` }),
  ports: [
    { name: "http", number: 80, published: 30080, clients: ["front"] },
    { name: "open", number: 81, clients: "any" },
    { name: "peer", number: 82 },
  ],
  volumes: [{ name: "data", path: "/data", sizeGiB: 2, retain: true, protect: false }],
};

async function deploy(
  args: Partial<WorkloadArgs> = {},
  target: Partial<KubernetesTargetArgs> = {},
) {
  registered.length = 0;
  const kubernetes = new KubernetesTarget("kubernetes", {
    namespace: "lab",
    createNamespace: true,
    context: "",
    kubeconfig: "",
    retainNamespace: true,
    protectNamespace: false,
    storageClass: "",
    imagePullSeconds: 100,
    external: "none",
    publishedHost: () => "edge",
    claims: [],
    ...target,
  });
  kubernetes.prepare([]);
  const options = { transformations: [keepOptions] };
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, options);
  const workload = kubernetes.workload("test-web", { ...service, ...args }, { parent });
  await settled();
  return { kubernetes, workload };
}

interface KubernetesObject {
  readonly metadata: object;
  readonly spec: Record<string, unknown>;
}

function objects(kind: string): Record<string, KubernetesObject> {
  return Object.fromEntries(
    registered
      .filter(({ type }) => type.endsWith(`:${kind}`))
      .map(({ name, inputs }) => [name, inputs as unknown as KubernetesObject]),
  );
}

function podOf(kind: "StatefulSet" | "Deployment"): Record<string, unknown> {
  const { spec } = objects(kind)["test-web"] ?? {};
  return (spec?.template as { spec: Record<string, unknown> }).spec;
}

function containerOf(kind: "StatefulSet" | "Deployment"): Record<string, unknown> {
  return (podOf(kind).containers as Record<string, unknown>[])[0] ?? {};
}

test("a program that declares only a workload gets the namespace and the defaults", async () => {
  registered.length = 0;
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
  new KubernetesTarget("kubernetes", { namespace: undefined }).workload("test-web", service, {
    parent,
  });
  await settled();
  const namespaces = registered.filter(({ type }) => type.endsWith(":Namespace"));
  expect(namespaces.map(({ inputs }) => inputs.metadata)).toMatchObject([
    { name: "kafka-platform" },
  ]);
});

test("a workload with volumes is exactly these objects", async () => {
  await deploy();
  expect(registered.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
    "kafka-platform:index:KubernetesTarget kubernetes",
    "kafka-platform:target:Ready test-web",
    "kubernetes:apps/v1:StatefulSet test-web",
    "kubernetes:core/v1:Namespace kubernetes",
    "kubernetes:core/v1:PersistentVolumeClaim test-web-0-data",
    "kubernetes:core/v1:Service test-web",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy test-web",
    "kubernetes:policy/v1:PodDisruptionBudget test-web",
    "pulumi:providers:kubernetes kubernetes",
    "pulumi:providers:kubernetes kubernetes-namespace",
    "test:index:Parent parent",
  ]);
});

test.each([
  ["StatefulSet", undefined],
  ["Deployment", []],
])(
  "a %s is waited for by a resource of this program's own, not by the provider",
  async (kind, volumes) => {
    await deploy(volumes && { volumes });
    const controller = registered.find(({ type }) => type === `kubernetes:apps/v1:${kind}`);
    // `skipAwait` would skip the wait for its end, too.
    expect(controller?.inputs.metadata).toMatchObject({
      annotations: { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" },
    });
    const waits = registered.filter(({ type }) => type === "kafka-platform:target:Ready");
    expect(waits.map(({ inputs }) => inputs.watched)).toEqual([
      expect.objectContaining({ via: "kubernetes", kind, name: "web", restartSeconds: 0 }),
    ]);
  },
);

test("this machine's settings stay out of the state, a configured kubeconfig does not", async () => {
  const before = process.env.KUBECONFIG;
  process.env.KUBECONFIG = "/somewhere/config";
  process.env.PULUMI_K8S_UPSERT_EXISTING_OBJECTS = "true";
  process.env.PULUMI_K8S_ENABLE_PATCH_FORCE = "true";
  try {
    for (const [kubeconfig, written] of [
      ["", undefined],
      ["apiVersion: v1", "apiVersion: v1"],
    ] as const) {
      await deploy({}, { kubeconfig });
      const providers = registered.filter(({ type }) => type === "pulumi:providers:kubernetes");
      expect(
        providers.map(({ inputs }) => [inputs.kubeconfig, inputs.upsertExistingObjects]),
      ).toEqual([
        [written, undefined],
        [written, "true"],
      ]);
      expect(providers.map(({ inputs }) => inputs.enablePatchForce)).toEqual([
        undefined,
        undefined,
      ]);
    }
  } finally {
    delete process.env.PULUMI_K8S_UPSERT_EXISTING_OBJECTS;
    delete process.env.PULUMI_K8S_ENABLE_PATCH_FORCE;
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  }
});

test("the namespace enforces the restricted Pod Security Standard", async () => {
  await deploy();
  expect(objects("Namespace").kubernetes?.metadata).toEqual({
    name: "lab",
    labels: {
      "app.kubernetes.io/part-of": "kafka-platform",
      "app.kubernetes.io/managed-by": "pulumi",
      "pod-security.kubernetes.io/enforce": "restricted",
    },
  });
});

test("the StatefulSet has a headless Service, one claim a volume, and pods that start together", async () => {
  await deploy({ replicas: 3 }, { storageClass: "fast" });
  expect(objects("Service")["test-web"]).toMatchObject({
    metadata,
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: labels,
      ports: [
        { name: "http", port: 80 },
        { name: "open", port: 81 },
        { name: "peer", port: 82 },
      ],
    },
  });
  expect(objects("StatefulSet")["test-web"]).toMatchObject({
    metadata,
    spec: {
      replicas: 3,
      serviceName: "web",
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "fast",
            resources: { requests: { storage: "2Gi" } },
          },
        },
      ],
    },
  });
});

test("a namespace of others is neither declared nor removed", async () => {
  const { kubernetes, workload } = await deploy({}, { createNamespace: false });
  expect(objects("Namespace")).toEqual({});
  expect(objects("StatefulSet")["test-web"]).toMatchObject({ metadata });
  expect(kubernetes.removal([...workload.storage, "logs-web-0"])).toBe(
    "kubectl -n lab delete pvc data-web-0 logs-web-0",
  );
});

test("every pod's claim is declared under the name that the StatefulSet expects", async () => {
  await deploy({ replicas: 2 }, { storageClass: "fast" });
  const claim = (index: number) => ({
    metadata: {
      ...metadata,
      name: `data-web-${index}`,
      annotations: { "pulumi.com/patchForce": "true", "pulumi.com/skipAwait": "true" },
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "2Gi" } },
    },
  });
  const claims = Object.entries(objects("PersistentVolumeClaim"));
  expect(claims.map(([name, { metadata: own, spec }]) => [name, { metadata: own, spec }])).toEqual([
    ["test-web-0-data", claim(0)],
    ["test-web-1-data", claim(1)],
  ]);
});

test.each([
  { retain: true, protect: true },
  { retain: false, protect: false },
])("claims are retained and protected as their volumes: %j", async ({ retain, protect }) => {
  const { kubernetes } = await deploy({
    volumes: [{ name: "data", path: "/data", sizeGiB: 2, retain, protect }],
  });
  const claim = declaredOptions["PersistentVolumeClaim test-web-0-data"];
  expect(claim).toMatchObject({ retainOnDelete: retain, protect });
  expect(claim?.dependsOn ?? []).toEqual([]);
  expect(claim?.ignoreChanges).toEqual([
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeMode",
    "spec.volumeName",
  ]);
  expect(kubernetes.layout).toEqual({ storageClass: "", createNamespace: true });
});

test("nothing that would replace a StatefulSet reaches it, and its claims never go with it", async () => {
  await deploy({
    volumes: [{ name: "data", path: "/data", sizeGiB: 2, retain: false, protect: false }],
  });
  expect(declaredOptions["StatefulSet test-web"]?.ignoreChanges).toEqual([
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ]);
  expect(objects("StatefulSet")["test-web"]?.spec.persistentVolumeClaimRetentionPolicy).toEqual({
    whenDeleted: "Retain",
    whenScaled: "Retain",
  });
});

test("a pod is within the restricted standard, has no service links, and proves its readiness", async () => {
  await deploy();
  expect(podOf("StatefulSet")).toMatchObject({
    enableServiceLinks: false,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 32,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
  });
  expect(containerOf("StatefulSet")).toEqual({
    name: "web",
    image: "registry.example/web:1",
    imagePullPolicy: "IfNotPresent",
    command: [
      "bash",
      "-c",
      'ordinal=${HOSTNAME##*-}\nexport SELF="$((ordinal + 1)) $HOSTNAME.web.lab.svc"\nexec "$@"',
      "bash",
      "/serve",
    ],
    env: [{ name: "ALPHA", value: "a" }],
    ports: [
      { name: "http", containerPort: 80 },
      { name: "open", containerPort: 81 },
      { name: "peer", containerPort: 82 },
    ],
    volumeMounts: [{ name: "data", mountPath: "/data" }],
    resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "256Mi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    startupProbe: {
      exec: { command: ["lives"] },
      periodSeconds: 2,
      timeoutSeconds: 10,
      failureThreshold: 60,
    },
    readinessProbe: {
      exec: { command: ["true"] },
      periodSeconds: 2,
      timeoutSeconds: 3,
      failureThreshold: 4,
    },
    livenessProbe: {
      exec: { command: ["lives"] },
      periodSeconds: 10,
      timeoutSeconds: 10,
      failureThreshold: 12,
    },
    lifecycle: { preStop: { exec: { command: ["sleep", "2"] } } },
  });
});

test("several replicas keep apart on nodes and zones; one has nothing to keep apart from", async () => {
  await deploy();
  expect(podOf("StatefulSet").affinity).toBeUndefined();
  await deploy({ replicas: 3 });
  expect(podOf("StatefulSet")).toMatchObject({
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              labelSelector: { matchLabels: labels },
              topologyKey: "kubernetes.io/hostname",
            },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        labelSelector: { matchLabels: labels },
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
      },
    ],
  });
});

test("a stop waits for what the workload waits for, and its grace comes after", async () => {
  await deploy({ beforeStop: { command: ["settled", "--all"], timeoutSeconds: 20 } });
  // The farewell, the wait, a last check and the grace.
  expect(podOf("StatefulSet").terminationGracePeriodSeconds).toBe(2 + 20 + 30 + 30);
  const { lifecycle, readinessProbe } = containerOf("StatefulSet") as {
    lifecycle: { preStop: { exec: { command: string[] } } };
    readinessProbe: { exec: { command: string[] } };
  };
  expect(lifecycle.preStop.exec.command.slice(-3)).toEqual(["bash", "settled", "--all"]);
  expect(readinessProbe.exec.command.slice(-2)).toEqual(["bash", "true"]);
});

test("only one of the pods that an update stops may wait to its limit", () => {
  const context = { imagePullSeconds: 100 } as ControllerContext;
  const beforeStop = { command: ["settled"], timeoutSeconds: 1000 };
  const args = { ...service, replicas: 3, beforeStop };
  const { customTimeouts } = controllerOptions(args, context, []);
  expect(customTimeouts).toEqual({ create: "160s", update: "1606s", delete: "1122s" });
});

test("clients find a workload whose stops are held up by one name, which goes before its pods do", async () => {
  await deploy({ replicas: 2, beforeStop: { command: ["settled"], timeoutSeconds: 20 } });
  expect(objects("Service")["test-web-bootstrap"]).toMatchObject({
    metadata: {
      name: "web-bootstrap",
      namespace: "lab",
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: { selector: labels, ports: [{ name: "open", port: 81 }] },
  });
  await deploy({ replicas: 2 });
  expect(Object.keys(objects("Service"))).toEqual(["test-web"]);
});

test("a workload that needs another one is created with it, and waits for its rollout before its own", async () => {
  const { kubernetes: target, workload } = await deploy();
  const parent = new pulumi.ComponentResource("test:index:Parent", "other");
  target.workload("test-app", { ...service, host: "app" }, { parent, needs: workload });
  await settled();
  const ready = Object.fromEntries(
    registered
      .filter(({ type }) => type === "kafka-platform:target:Ready")
      .map(({ name, inputs }) => [name, inputs]),
  );
  const { watched, instances, updateSeconds } = ready["test-web"] ?? {};
  expect(ready["test-app-before-restart"]).toEqual({
    ...{ watched, instances, updateSeconds, createSeconds: updateSeconds },
    onlyFor: ready["test-app"]?.watched,
  });
  expect(Object.keys(ready)).toHaveLength(3);
});

test("a controller waits as long as its pods may take to pull, start and stop", () => {
  const context = { imagePullSeconds: 100 } as ControllerContext;
  const { customTimeouts } = controllerOptions({ ...service, replicas: 3 }, context, []);
  expect(customTimeouts).toEqual({ create: "160s", update: "576s", delete: "92s" });
});

test("one pod at a time may be disrupted, and only clients reach a port", async () => {
  await deploy();
  expect(objects("PodDisruptionBudget")["test-web"]).toMatchObject({
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  });
  const pods = (name: string) => ({
    podSelector: { matchLabels: { ...labels, "app.kubernetes.io/name": name } },
  });
  expect(objects("NetworkPolicy")["test-web"]).toMatchObject({
    metadata,
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ["Ingress"],
      ingress: [
        { ports: [{ port: 80, protocol: "TCP" }], from: [pods("web"), pods("front")] },
        { ports: [{ port: 81, protocol: "TCP" }] },
        { ports: [{ port: 82, protocol: "TCP" }], from: [pods("web")] },
      ],
    },
  });
});

test("a port that grows with the replica is open to its clients on every replica", async () => {
  const ports = [{ name: "tell", number: 7000, published: 7000, incrementPerReplica: true }];
  const anyone = { ports: [{ port: 7000, endPort: 7002, protocol: "TCP" }] };
  await deploy({ ports, replicas: 3 }, { external: "loadBalancer" });
  expect(objects("NetworkPolicy")["test-web"]?.spec.ingress).toEqual([anyone]);
  await deploy({ ports, replicas: 3 });
  expect(objects("NetworkPolicy")["test-web"]?.spec.ingress).toEqual([
    { ...anyone, from: [{ podSelector: { matchLabels: labels } }] },
  ]);
});

test("node ports lead to each replica by itself", async () => {
  const { workload } = await deploy({ replicas: 2 }, { external: "nodePort" });
  expect(objects("Service")).toMatchObject({
    "test-web-0-http": {
      metadata: { name: "web-0-http", annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        type: "NodePort",
        selector: { ...labels, "statefulset.kubernetes.io/pod-name": "web-0" },
        ports: [{ name: "http", port: 30080, targetPort: 80, nodePort: 30080 }],
      },
    },
    "test-web-1-http": {
      spec: { ports: [{ name: "http", port: 30081, targetPort: 80, nodePort: 30081 }] },
    },
  });
  expect(workload.outside("http")).toEqual(["edge:30080", "edge:30081"]);
  expect(workload.forwards("http")).toEqual([]);
});

test("load balancers have annotations by replica, and admit the given networks alone", async () => {
  const outside = {
    externalAnnotations: (replica: string) => ({ "example.org/host": `edge-${replica}` }),
    externalSourceRanges: ["192.0.2.0/24"],
  };
  await deploy({ replicas: 2 }, { external: "loadBalancer", ...outside });
  expect(objects("Service")["test-web-1-http"]).toMatchObject({
    metadata: {
      annotations: { "example.org/host": "edge-2", "pulumi.com/skipAwait": "true" },
    },
    spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["192.0.2.0/24"] },
  });
  expect(JSON.stringify(objects("Service")["test-web"])).not.toContain("example.org/host");
  await deploy({ replicas: 2 }, { external: "nodePort", ...outside });
  expect(objects("Service")["test-web-0-http"]?.spec).not.toHaveProperty(
    "loadBalancerSourceRanges",
  );
});

test.each([
  ["StatefulSet", undefined],
  ["Deployment", []],
] as const)(
  "a patch reaches the pods of a %s, and neither selector nor claims",
  async (kind, none) => {
    const args = { ...(none && { volumes: [...none] }), secretEnvironment: { PASSWORD: "p" } };
    const selecting = () => {
      const { spec } = objects(kind)["test-web"] ?? {};
      return { selector: spec?.selector, claims: spec?.volumeClaimTemplates };
    };
    await deploy(args);
    const before = selecting();
    await deploy(args, {
      podPatches: {
        all: {
          labels: { team: "data", "app.kubernetes.io/name": "other" },
          annotations: { a: "b" },
        },
        web: { annotations: { "secret-version": "0" }, priorityClassName: "high" },
      },
    });
    expect(selecting()).toEqual(before);
    expect(objects(kind)["test-web"]?.spec.template).toMatchObject({
      metadata: {
        labels: { ...labels, team: "data" },
        annotations: { a: "b", "secret-version": "7" },
      },
      spec: { priorityClassName: "high" },
    });
  },
);

test("each replica may have a host of its own, and clients are told", async () => {
  const { workload } = await deploy(
    { replicas: 2, environment: ({ outside }) => ({ TOLD: String(outside("http")) }) },
    { external: "loadBalancer", publishedHost: (replica) => `edge-${replica}` },
  );
  expect(objects("Service")["test-web-1-http"]?.spec).toMatchObject({ type: "LoadBalancer" });
  expect(workload.outside("http")).toEqual(["edge-1:30080", "edge-2:30081"]);
  expect(containerOf("StatefulSet").command).toContain(
    'ordinal=${HOSTNAME##*-}\nexport TOLD="edge-$((ordinal + 1)):$((30080 + ordinal))"\nexec "$@"',
  );
});

test("a pod learns its zone from the label that Kubernetes gives it, where a variable asks for it", async () => {
  await deploy({ environment: ({ zone }) => ({ ALPHA: "a", RACK: String(zone) }) });
  const fieldPath = "metadata.labels['topology.kubernetes.io/zone']";
  expect(containerOf("StatefulSet")).toMatchObject({
    env: [
      { name: "ALPHA", value: "a" },
      { name: "NODE_ZONE", valueFrom: { fieldRef: { fieldPath } } },
    ],
  });
  expect(containerOf("StatefulSet").command).toContain(
    'ordinal=${HOSTNAME##*-}\n[[ -z $NODE_ZONE ]] || export RACK="$NODE_ZONE"\nexec "$@"',
  );
});

test("a port for the person at this machine is never opened", async () => {
  const { workload } = await deploy(
    { ports: [{ name: "http", number: 80, published: 8080, localOnly: true }] },
    { external: "nodePort" },
  );
  expect(Object.keys(objects("Service"))).toEqual(["test-web"]);
  expect(workload.forwards("http")).toEqual([
    {
      port: 8080,
      to: "web-0.web.lab.svc:80",
      command: "kubectl -n lab port-forward pod/web-0 8080:80",
    },
  ]);
});

test("a workload without volumes is a Deployment, with its secrets in a Secret", async () => {
  await deploy({
    volumes: [],
    environment: () => ({ ALPHA: "a" }),
    secretEnvironment: { PASSWORD: "p" },
  });
  expect(Object.keys(objects("StatefulSet"))).toEqual([]);
  expect(containerOf("Deployment").env).toEqual([
    { name: "ALPHA", value: "a" },
    { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "web", key: "PASSWORD" } } },
  ]);
  expect(objects("Secret")["test-web"]).toMatchObject({ metadata });
  expect(objects("Deployment")["test-web"]?.spec.template).toMatchObject({
    metadata: { annotations: { "secret-version": "7" } },
  });
  expect(objects("Service")["test-web"]).toMatchObject({
    metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
    spec: { selector: labels },
  });
});

test("without open ports a person is told what to run", async () => {
  const { workload, kubernetes } = await deploy({ replicas: 2 }, { context: "kind" });
  const forward = "kubectl --context kind -n lab port-forward";
  expect(workload.outside("http")).toEqual(["edge:30080", "edge:30081"]);
  expect(workload.forwards("http")).toEqual([
    { port: 30080, to: "web-0.web.lab.svc:80", command: `${forward} pod/web-0 30080:80` },
    { port: 30081, to: "web-1.web.lab.svc:80", command: `${forward} pod/web-1 30081:80` },
  ]);
  const deployment = await deploy({ volumes: [] }, { context: "kind" });
  expect(deployment.workload.forwards("http")).toEqual([
    { port: 30080, to: "web.lab.svc:80", command: `${forward} service/web 30080:80` },
  ]);
  expect(kubernetes.hosts("web", 2)).toEqual(["web-0.web.lab.svc", "web-1.web.lab.svc"]);
});

test("the storage of a workload is the claims of its pods, which go with their namespace", async () => {
  const { kubernetes, workload } = await deploy({ replicas: 2 }, { context: "edge" });
  expect(workload.storage).toEqual(["data-web-0", "data-web-1"]);
  expect(kubernetes.removal(workload.storage)).toBe("kubectl --context edge delete namespace lab");
});

test("a stateful workload is reached pod by pod, another by its Service", async () => {
  const { kubernetes } = await deploy();
  const addresses = (volumes: WorkloadArgs["volumes"]) =>
    new Promise((resolve) => {
      const connection = kubernetes.connection({ ...service, replicas: 2, volumes }, "http");
      connection.apply((known) => resolve(known.addresses));
    });
  expect(await addresses(service.volumes)).toEqual([
    "web-0.web.lab.svc:80",
    "web-1.web.lab.svc:80",
  ]);
  expect(await addresses([])).toEqual(["web.lab.svc:80"]);
});

test("claims that are there are found by the exact names that pods would take over", async () => {
  const labels = { "app.kubernetes.io/part-of": "kafka-platform" };
  const facts = { kind: "claim", sizeGiB: 10, storageClass: "", isBound: true };
  const claim = (name: string, annotations = {}) => ({ ...facts, name, labels, annotations });
  const { kubernetes } = await deploy(
    {},
    {
      context: "qa",
      claims: [
        claim("data-web-0", originMarks({ servers: "3" })),
        claim("data-web-2", { "pv.kubernetes.io/bind-completed": "yes" }),
        claim("logs-web-1"),
        ...["data-web", "data-web-01", "data-web-x", "data-web-a-0", "data-other-0"].map((name) =>
          claim(name),
        ),
        { ...claim("data-web-1"), labels: {} },
        { ...claim("logs-web-2"), isBound: false },
      ],
    },
  );
  expect(await kubernetes.found("web", ["data", "logs"])).toEqual([
    { name: "data-web-0", replica: 1, origin: { servers: "3" } },
    { name: "data-web-2", replica: 3, origin: {} },
    { name: "logs-web-1", replica: 2, origin: {} },
  ]);
  expect(kubernetes.volumeName("web", "logs", 2)).toBe("logs-web-1");
  expect(kubernetes.volumeRemoval(["data-web-0", "logs-web-1"])).toBe(
    "kubectl --context qa -n lab delete pvc data-web-0 logs-web-1",
  );
});

test("a cluster that may not be asked for claims is not taken for one that has none", async () => {
  const { kubernetes } = await deploy({}, { claims: undefined });
  expect(await kubernetes.found("web", ["data"])).toBeUndefined();
});
