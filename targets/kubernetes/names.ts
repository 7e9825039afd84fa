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

/** The labels by which a workload's pods are found. They can never change: a StatefulSet would be replaced. */
export function podLabels(host: string): Record<string, string> {
  return { "app.kubernetes.io/part-of": "kafka-platform", "app.kubernetes.io/name": host };
}

/** The ordinals by which a StatefulSet tells its pods apart: from 0. */
export function replicaIndexes(replicas: number): number[] {
  return Array.from({ length: replicas }, (_, index) => index);
}

/** Name of the Service by which clients find any ready replica of a workload. */
export function clientService(host: string): string {
  return `${host}-bootstrap`;
}
