import type * as kubernetes from "@pulumi/kubernetes";
import type { HealthCheck, WorkloadArgs } from "../target";
import { fileMounts, fileVolumes } from "./files";
import { podLabels } from "./names";
import { type PodEnvironment, zoneVariable } from "./environment";
import { cpuQuantity, type PodPatch, present } from "./pod-patch";
import { beforeStopCommand, seesClientService, terminationSeconds } from "./stop";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type EnvVar = kubernetes.types.input.core.v1.EnvVar;
type Probe = kubernetes.types.input.core.v1.Probe;

/**
 * The pod of a workload's replica, within the 'restricted' Pod Security Standard.
 *
 * @param patch What is added; what the workload itself says stays as it is.
 */
export function podSpec(args: WorkloadArgs, environment: PodEnvironment, patch: PodPatch): PodSpec {
  const alive = args.health.alive ?? args.health.ready;
  return {
    // A Service named `kafka` would set KAFKA_PORT, with which the Confluent image refuses to start.
    enableServiceLinks: false,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: terminationSeconds(args),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: args.userId,
      runAsGroup: args.userId,
      fsGroup: args.userId,
      // Changing the owner of every log segment at each start would take minutes on a full volume.
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...present({
      imagePullSecrets: patch.imagePullSecrets,
      serviceAccountName: patch.serviceAccountName,
      priorityClassName: patch.priorityClassName,
      nodeSelector: patch.nodeSelector,
      tolerations: patch.tolerations,
      hostAliases: patch.hostAliases,
      // The claims of a StatefulSet are not among them.
      volumes: withFiles(fileVolumes(args), patch.volumes),
      ...placement(args, patch),
    }),
    containers: [
      {
        name: args.host,
        image: args.image,
        imagePullPolicy: "IfNotPresent",
        ...(environment.command && { command: [...environment.command] }),
        ...(args.args && !environment.command && { args: [...args.args] }),
        env: variables(args, environment, patch),
        ports: args.ports.map(({ name, number }) => ({ name, containerPort: number })),
        ...present({
          volumeMounts: [
            ...args.volumes.map(({ name, path }) => ({ name, mountPath: path })),
            ...fileMounts(args),
            ...(patch.volumeMounts ?? []),
          ],
        }),
        resources: resources(args, patch),
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        startupProbe: {
          ...probe(args.health, alive),
          timeoutSeconds: livenessPeriodSeconds,
          failureThreshold: Math.ceil(silenceSeconds / args.health.intervalSeconds),
        },
        readinessProbe: probe(args.health, seesClientService(args)),
        livenessProbe: {
          ...probe(args.health, alive),
          periodSeconds: livenessPeriodSeconds,
          timeoutSeconds: livenessPeriodSeconds,
          failureThreshold: silenceSeconds / livenessPeriodSeconds,
        },
        lifecycle: { preStop: { exec: { command: beforeStopCommand(args) } } },
      },
    ],
  };
}

function withFiles<Volume>(
  files: Volume[],
  others: readonly Volume[] | undefined,
): Volume[] | undefined {
  return files.length > 0 || others ? [...files, ...(others ?? [])] : undefined;
}

// Restarting a server that is merely busy, or still starting, makes things worse: only a long silence counts.
const silenceSeconds = 120;
const livenessPeriodSeconds = 10;

function probe(
  { intervalSeconds, timeoutSeconds, retries }: HealthCheck,
  command: readonly string[],
): Probe {
  return {
    exec: { command: [...command] },
    periodSeconds: intervalSeconds,
    timeoutSeconds,
    failureThreshold: retries,
  };
}

function variables(
  args: WorkloadArgs,
  { shared, own = [], needsZone }: PodEnvironment,
  patch: PodPatch,
): EnvVar[] {
  const ofWorkload = [
    ...Object.entries(shared).map(([name, value]) => ({ name, value })),
    ...(needsZone ? [zoneVariable] : []),
    ...Object.keys(args.secretEnvironment ?? {}).map((name) => ({
      name,
      valueFrom: { secretKeyRef: { name: args.host, key: name } },
    })),
  ];
  const taken = new Set<unknown>([...ofWorkload.map(({ name }) => name), ...own]);
  return [...ofWorkload, ...(patch.env ?? []).filter(({ name }) => !taken.has(name))];
}

function resources(
  { resources: { cpuMillicores, memoryMiB } }: WorkloadArgs,
  { resources: { requests, limits } = {} }: PodPatch,
): kubernetes.types.input.core.v1.ResourceRequirements {
  const { cpu, ...otherLimits } = limits ?? {};
  return {
    requests: { ...present(requests ?? {}), cpu: `${cpuMillicores}m`, memory: `${memoryMiB}Mi` },
    limits: {
      ...present(otherLimits),
      // None by default: a throttled broker drops out of the in-sync replicas.
      ...(cpu !== undefined && { cpu: cpuQuantity(cpu) }),
      memory: `${memoryMiB}Mi`,
    },
  };
}

/** Where the pods run. */
function placement(
  { host, replicas }: WorkloadArgs,
  patch: PodPatch,
): Pick<PodSpec, "affinity" | "topologySpreadConstraints"> {
  const own = replicas > 1 ? spread(host) : undefined;
  const labelSelector = { matchLabels: podLabels(host) };
  return {
    affinity: { ...own?.affinity, ...patch.affinity },
    topologySpreadConstraints:
      patch.topologySpreadConstraints?.map((each) => ({ labelSelector, ...each })) ??
      own?.topologySpreadConstraints,
  };
}

/** Spreads replicas over nodes and zones, as far as there are several. */
function spread(host: string) {
  const labelSelector = { matchLabels: podLabels(host) };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { labelSelector, topologyKey: "kubernetes.io/hostname" },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        labelSelector,
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
      },
    ],
  };
}
