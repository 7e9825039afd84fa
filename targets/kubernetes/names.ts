import type * as pulumi from "@pulumi/pulumi";

/** Metadata of the objects of a workload. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Metadata for a workload's objects: they have its host name, which is what DNS makes of it. */
export function objectMeta(host: string, namespace: pulumi.Input<string>): ObjectMeta {
  return {
    name: host,
    namespace,
    labels: { ...podLabels(host), "app.kubernetes.io/managed-by": "pulumi" },
  };
}

/** Marks what this program made, the namespace included: nothing else is adopted, changed or deleted. */
export const ownLabel = { "app.kubernetes.io/part-of": "kafka-platform" } as const;

/** Whether an object's labels say that this program made it. */
export function isOwn(labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(ownLabel).every(([name, value]) => labels[name] === value);
}

/** What a StatefulSet names the claim of a pod of its: it takes the one of that name that is there. */
export function claimName(volume: string, host: string, index: number): string {
  return `${volume}-${host}-${index}`;
}

/** The labels by which a workload's pods are found. They can never change: a StatefulSet would be replaced. */
export function podLabels(host: string): Record<string, string> {
  return { ...ownLabel, "app.kubernetes.io/name": host };
}

/** The ordinals by which a StatefulSet tells its pods apart: from 0. */
export function replicaIndexes(replicas: number): number[] {
  return Array.from({ length: replicas }, (_, index) => index);
}

/** Name of the Service by which clients find any ready replica of a workload. */
export function clientService(host: string): string {
  return `${host}-bootstrap`;
}
