import type * as docker from "@pulumi/docker";

/** What is changed in the containers of a workload. */
export interface ContainerPatch {
  /** Further labels. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Memory in MiB that a container may not exceed; it does not swap. */
  readonly memoryMiB?: number | undefined;
  /** Number of CPUs whose time a container may use, such as `1.5`. */
  readonly cpus?: string | undefined;
}

/** The patches of workloads by their hosts; `all` is for every workload. */
export type ContainerPatches = Readonly<Record<string, ContainerPatch | undefined>>;

/** The patch of one workload: its own over the one for all. */
export function patchOf(patches: ContainerPatches, host: string): ContainerPatch {
  const [all, own] = [patches.all ?? {}, patches[host] ?? {}];
  return { ...all, ...own, labels: { ...all.labels, ...own.labels } };
}

/** The labels in the form of the provider, sorted. */
export function furtherLabels({ labels = {} }: ContainerPatch): { label: string; value: string }[] {
  return Object.entries(labels)
    .map(([label, value]) => ({ label, value }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** The limits in the form of the provider. */
export function limits({
  memoryMiB,
  cpus,
}: ContainerPatch): Pick<docker.ContainerArgs, "memory" | "memorySwap" | "cpus"> {
  return {
    // If only one were set, every later preview would show an update of the other.
    ...(memoryMiB !== undefined && { memory: memoryMiB, memorySwap: memoryMiB }),
    ...(cpus !== undefined && { cpus }),
  };
}
