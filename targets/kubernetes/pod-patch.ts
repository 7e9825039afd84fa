import type { types } from "@pulumi/kubernetes";

/** What is changed in the pods of a workload. The nested objects are those of the Kubernetes API. */
export interface PodPatch {
  /** Further labels of the pods; no object finds pods by them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly imagePullSecrets?: types.input.core.v1.LocalObjectReference[] | undefined;
  /** The account that the pods run under; they get no token of it. */
  readonly serviceAccountName?: string | undefined;
  readonly priorityClassName?: string | undefined;
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  readonly tolerations?: types.input.core.v1.Toleration[] | undefined;
  /** Each of its kinds replaces the target's own. */
  readonly affinity?: types.input.core.v1.Affinity | undefined;
  /** Replaces the target's own. Without a selector, a constraint is about the workload's pods. */
  readonly topologySpreadConstraints?: types.input.core.v1.TopologySpreadConstraint[] | undefined;
  readonly hostAliases?: types.input.core.v1.HostAlias[] | undefined;
  readonly resources?: ResourcesPatch | undefined;
  /** Further variables; one that the workload sets itself stays as it is. */
  readonly env?: types.input.core.v1.EnvVar[] | undefined;
  /** Further volumes, not those that hold the workload's data. */
  readonly volumes?: types.input.core.v1.Volume[] | undefined;
  readonly volumeMounts?: types.input.core.v1.VolumeMount[] | undefined;
}

/** What the workload's own resources do not say. */
export interface ResourcesPatch {
  readonly requests?: { readonly "ephemeral-storage"?: string | undefined } | undefined;
  readonly limits?:
    | {
        /** CPU limit in thousandths of a core. */
        readonly cpu?: number | undefined;
        readonly "ephemeral-storage"?: string | undefined;
      }
    | undefined;
}

/** The patches of workloads by their hosts; `all` is for every workload. */
export type PodPatches = Readonly<Record<string, PodPatch | undefined>>;

/**
 * The patch of one workload: its own over the one for all. Maps are merged, lists are joined, and of two entries with
 * the same name the workload's own counts.
 */
export function patchOf(patches: PodPatches, host: string): PodPatch {
  const [all, own] = [patches.all ?? {}, patches[host] ?? {}];
  const resources = {
    requests: present({ ...all.resources?.requests, ...own.resources?.requests }),
    limits: present({ ...all.resources?.limits, ...own.resources?.limits }),
  };
  return {
    ...all,
    ...own,
    labels: { ...all.labels, ...own.labels },
    annotations: { ...all.annotations, ...own.annotations },
    nodeSelector: { ...all.nodeSelector, ...own.nodeSelector },
    affinity: { ...all.affinity, ...own.affinity },
    resources,
    imagePullSecrets: byKey("name", all.imagePullSecrets, own.imagePullSecrets),
    tolerations: [...(all.tolerations ?? []), ...(own.tolerations ?? [])],
    hostAliases: byKey("ip", all.hostAliases, own.hostAliases),
    env: byKey("name", all.env, own.env),
    volumes: byKey("name", all.volumes, own.volumes),
    volumeMounts: byKey("mountPath", all.volumeMounts, own.volumeMounts),
  };
}

/** The fields that say something: the API server drops empty lists and maps, and a refresh would find them missing. */
export function present<Fields extends object>(fields: Fields): Partial<Fields> {
  const says = (value: unknown) =>
    value !== undefined &&
    (typeof value !== "object" || value === null || Object.keys(value).length > 0);
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => says(value)),
  ) as Partial<Fields>;
}

/** The CPU limit as the API server writes it; otherwise a refresh would find a difference: `1000m` is `1`. */
export function cpuQuantity(millicores: number): string {
  return millicores % 1000 === 0 ? String(millicores / 1000) : `${millicores}m`;
}

function byKey<Key extends string, Item extends Partial<Record<Key, unknown>>>(
  key: Key,
  all: readonly Item[] = [],
  own: readonly Item[] = [],
): Item[] {
  const isReplaced = (item: Item) => own.some((each) => each[key] === item[key]);
  return [...all.filter((item) => !isReplaced(item)), ...own];
}
