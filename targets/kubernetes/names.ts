import type * as pulumi from "@pulumi/pulumi";

/** Metadata of the objects of a workload. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Metadata for a workload's objects: they have its host name, because DNS makes host names of their names. */
export function objectMeta(host: string, namespace: pulumi.Input<string>): ObjectMeta {
  return {
    name: host,
    namespace,
    labels: { ...podLabels(host), "app.kubernetes.io/managed-by": "pulumi" },
  };
}

/** Marks what this program created, including the namespace: nothing else is adopted, changed or deleted. */
export const ownLabel = { "app.kubernetes.io/part-of": "kafka-platform" } as const;

/** Whether an object's labels say that this program created it. */
export function isOwn(labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(ownLabel).every(([name, value]) => labels[name] === value);
}

/** The name that a StatefulSet gives to a claim of one of its pods: it uses an existing claim with that name. */
export function claimName(volume: string, host: string, index: number): string {
  return `${volume}-${host}-${index}`;
}

/** The labels by which a workload's pods are found. They can never change: a StatefulSet would be replaced. */
export function podLabels(host: string): Record<string, string> {
  return { ...ownLabel, "app.kubernetes.io/name": host };
}

/** The ordinals of a StatefulSet's pods, from 0. */
export function replicaIndexes(replicas: number): number[] {
  return Array.from({ length: replicas }, (_, index) => index);
}

/** Name of the Service through which clients find any ready replica of a workload. */
export function clientService(host: string): string {
  return `${host}-bootstrap`;
}
