import fc from "fast-check";
import type { WorkloadArgs } from "../../../targets/target";
import { podEnvironment } from "../../../targets/kubernetes/environment";
import { podSpec } from "../../../targets/kubernetes/pod";
import { cpuQuantity, patchOf, type PodPatches } from "../../../targets/kubernetes/pod-patch";
import { quantityInGiB } from "../../../targets/kubernetes/quantity";
import { sampleWorkload } from "../support/sample-workload";

const labels = { "app.kubernetes.io/part-of": "kafka-platform", "app.kubernetes.io/name": "web" };

const service: WorkloadArgs = {
  ...sampleWorkload,
  replicas: 3,
  environment: ({ number }) => ({ ALPHA: "a", SELF: number }),
  secretEnvironment: { PASSWORD: "p" },
  volumes: [{ name: "data", path: "/data", sizeGiB: 2, retain: true, protect: false }],
};

/** A pod, as it is declared with these patches. */
function pod(patches: PodPatches, args: WorkloadArgs = service) {
  const environment = podEnvironment(args, "web.lab.svc", () => undefined);
  const spec = podSpec(args, environment, patchOf(patches, args.host));
  const [container] = spec.containers as unknown as Record<string, unknown>[];
  return { spec: spec as unknown as Record<string, unknown>, container: container ?? {} };
}

test("a patch of another workload, or an empty one, changes nothing", () => {
  const plain = pod({});
  expect(pod({ other: { env: [{ name: "A", value: "b" }], priorityClassName: "high" } })).toEqual(
    plain,
  );
  expect(pod({ web: { env: [], tolerations: [], volumes: [], labels: {} } })).toEqual(plain);
  expect(Object.keys(plain.spec)).not.toContain("volumes");
});

test("what is added is added, and what the workload says stays", () => {
  const { spec, container } = pod({
    web: {
      imagePullSecrets: [{ name: "registry" }],
      serviceAccountName: "web",
      priorityClassName: "high",
      nodeSelector: { pool: "web" },
      tolerations: [{ key: "web", operator: "Exists" }],
      hostAliases: [{ ip: "192.0.2.1", hostnames: ["a"] }],
      volumes: [{ name: "extra", emptyDir: {} }],
      volumeMounts: [{ name: "extra", mountPath: "/extra" }],
      env: [
        { name: "MORE", value: "m" },
        ...["ALPHA", "SELF", "PASSWORD"].map((name) => ({ name, value: "replaced" })),
      ],
      resources: {
        requests: { "ephemeral-storage": "1Gi" },
        limits: { cpu: 2000, "ephemeral-storage": "2Gi" },
      },
    },
  });
  const plain = pod({});
  expect(spec).toEqual({
    ...plain.spec,
    imagePullSecrets: [{ name: "registry" }],
    serviceAccountName: "web",
    priorityClassName: "high",
    nodeSelector: { pool: "web" },
    tolerations: [{ key: "web", operator: "Exists" }],
    hostAliases: [{ ip: "192.0.2.1", hostnames: ["a"] }],
    volumes: [{ name: "extra", emptyDir: {} }],
    containers: [container],
  });
  expect(spec.automountServiceAccountToken).toBe(false);
  expect(container).toEqual({
    ...plain.container,
    env: [
      { name: "ALPHA", value: "a" },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "web", key: "PASSWORD" } } },
      { name: "MORE", value: "m" },
    ],
    volumeMounts: [
      { name: "data", mountPath: "/data" },
      { name: "extra", mountPath: "/extra" },
    ],
    resources: {
      requests: { "ephemeral-storage": "1Gi", cpu: "100m", memory: "256Mi" },
      limits: { "ephemeral-storage": "2Gi", cpu: "2", memory: "256Mi" },
    },
  });
});

test("a workload's own patch goes over the one for all", () => {
  expect(
    patchOf(
      {
        all: {
          labels: { a: "all", b: "all" },
          priorityClassName: "low",
          tolerations: [{ key: "all", operator: "Exists" }],
          env: [
            { name: "A", value: "all" },
            { name: "B", value: "all" },
          ],
          resources: { limits: { cpu: 500 } },
        },
        web: {
          labels: { b: "web" },
          priorityClassName: "high",
          tolerations: [{ key: "web", operator: "Exists" }],
          env: [{ name: "B", value: "web" }],
          resources: { limits: { "ephemeral-storage": "1Gi" } },
        },
      },
      "web",
    ),
  ).toMatchObject({
    labels: { a: "all", b: "web" },
    priorityClassName: "high",
    tolerations: [
      { key: "all", operator: "Exists" },
      { key: "web", operator: "Exists" },
    ],
    env: [
      { name: "A", value: "all" },
      { name: "B", value: "web" },
    ],
    resources: { limits: { cpu: 500, "ephemeral-storage": "1Gi" } },
  });
});

test("a kind of affinity, and constraints, replace the target's own; the others stay", () => {
  const nodeAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] },
  };
  const own = pod({}).spec.affinity as object;
  expect(pod({ web: { affinity: { nodeAffinity } } }).spec.affinity).toEqual({
    ...own,
    nodeAffinity,
  });
  const podAntiAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: labels }, topologyKey: "kubernetes.io/hostname" },
    ],
  };
  expect(pod({ all: { affinity: { podAntiAffinity } } }).spec.affinity).toEqual({
    podAntiAffinity,
  });
  const constraint = { maxSkew: 1, topologyKey: "rack", whenUnsatisfiable: "DoNotSchedule" };
  const spreading = pod({ all: { topologySpreadConstraints: [constraint] } });
  expect(spreading.spec.topologySpreadConstraints).toEqual([
    { ...constraint, labelSelector: { matchLabels: labels } },
  ]);
  const nowhere = pod({ all: { topologySpreadConstraints: [] } }).spec;
  expect(Object.keys(nowhere)).not.toContain("topologySpreadConstraints");
});

test("a CPU limit means what was set, in the form that the API server keeps", () => {
  expect([1, 999, 1000, 1500, 2000].map(cpuQuantity)).toEqual(["1m", "999m", "1", "1500m", "2"]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (millicores) => {
      const quantity = cpuQuantity(millicores);
      const read = quantity.endsWith("m")
        ? Number(quantity.slice(0, -1))
        : quantityInGiB(quantity) * 2 ** 30 * 1000;
      expect(Math.round(read)).toBe(millicores);
    }),
  );
});
