import type * as kubernetes from "@pulumi/kubernetes";
import type { HealthCheck, WorkloadArgs } from "../target";
import { podLabels } from "./names";
import { type PodEnvironment, zoneVariable } from "./environment";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Probe = kubernetes.types.input.core.v1.Probe;

/** The pod of a workload's replica, within the 'restricted' Pod Security Standard. */
export function podSpec(args: WorkloadArgs, environment: PodEnvironment): PodSpec {
  const { cpuMillicores, memoryMiB } = args.resources;
  return {
    // A Service named `kafka` would set KAFKA_PORT, on which the Confluent image refuses to start.
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
        // The API server forgets an empty list, and a refresh would find it gone.
        ...(args.volumes.length > 0 && {
          volumeMounts: args.volumes.map(({ name, path }) => ({ name, mountPath: path })),
        }),
        resources: {
          requests: { cpu: `${cpuMillicores}m`, memory: `${memoryMiB}Mi` },
          // No limit on the processor: a throttled broker drops out of the in-sync replicas.
          limits: { memory: `${memoryMiB}Mi` },
        },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        startupProbe: {
          ...probe(args.health),
          failureThreshold: Math.ceil(args.health.deadlineSeconds / args.health.intervalSeconds),
        },
        readinessProbe: probe(args.health),
        // Restarting a server that is merely busy makes things worse: only a long silence counts.
        livenessProbe: { ...probe(args.health), periodSeconds: 10, failureThreshold: 12 },
        lifecycle: { preStop: { exec: { command: stopDelay(args) } } },
      },
    ],
  };
}

// Clients and DNS get a moment to learn that a pod goes before it stops taking requests.
const farewellSeconds = 2;

/** Time in seconds that a pod has from the decision to stop it to its end. */
export function terminationSeconds({
  stopGraceSeconds,
  beforeStop,
}: Pick<WorkloadArgs, "stopGraceSeconds" | "beforeStop">): number {
  return farewellSeconds + (beforeStop?.timeoutSeconds ?? 0) + stopGraceSeconds;
}

function stopDelay({ beforeStop }: WorkloadArgs): string[] {
  if (!beforeStop) return ["sleep", String(farewellSeconds)];
  const script = `sleep ${farewellSeconds}; exec timeout ${beforeStop.timeoutSeconds} "$@"`;
  return ["bash", "-c", script, "bash", ...beforeStop.command];
}

function probe({ command, intervalSeconds, timeoutSeconds, retries }: HealthCheck): Probe {
  return {
    exec: { command: [...command] },
    periodSeconds: intervalSeconds,
    timeoutSeconds,
    failureThreshold: retries,
  };
}

/** Keeps replicas apart, on nodes and in zones, as far as there are several. */
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
