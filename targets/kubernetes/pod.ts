import type * as kubernetes from "@pulumi/kubernetes";
import type { HealthCheck, WorkloadArgs } from "../target";
import { podLabels } from "./names";
import { type PodEnvironment, zoneVariable } from "./environment";
import { beforeStopCommand, seesClientService, terminationSeconds } from "./stop";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Probe = kubernetes.types.input.core.v1.Probe;

/** The pod of a workload's replica, within the 'restricted' Pod Security Standard. */
export function podSpec(args: WorkloadArgs, environment: PodEnvironment): PodSpec {
  const { cpuMillicores, memoryMiB } = args.resources;
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
    ...(args.replicas > 1 && spread(args.host)),
    containers: [
      {
        name: args.host,
        image: args.image,
        imagePullPolicy: "IfNotPresent",
        ...(environment.command && { command: [...environment.command] }),
        env: [
          ...Object.entries(environment.shared).map(([name, value]) => ({ name, value })),
          ...(environment.needsZone ? [zoneVariable] : []),
          ...Object.keys(args.secretEnvironment ?? {}).map((name) => ({
            name,
            valueFrom: { secretKeyRef: { name: args.host, key: name } },
          })),
        ],
        ports: args.ports.map(({ name, number }) => ({ name, containerPort: number })),
        // The API server drops an empty list, and a refresh would find it missing.
        ...(args.volumes.length > 0 && {
          volumeMounts: args.volumes.map(({ name, path }) => ({ name, mountPath: path })),
        }),
        resources: {
          requests: { cpu: `${cpuMillicores}m`, memory: `${memoryMiB}Mi` },
          // No CPU limit: a throttled broker drops out of the in-sync replicas.
          limits: { memory: `${memoryMiB}Mi` },
        },
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

/** Spreads replicas over nodes and zones, as far as there are several. */
function spread(host: string): Pick<PodSpec, "affinity" | "topologySpreadConstraints"> {
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
