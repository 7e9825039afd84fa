import type { ClusterAccess } from "./kubernetes/kubeconfig";

/** How the machine that runs the program reaches a port of every replica of a workload. */
export type Reach = DirectReach | KubernetesReach;

/** By TCP connections to the addresses as they are. */
export interface DirectReach {
  readonly via: "direct";
  /** One `host:port` a replica. */
  readonly addresses: readonly string[];
}

/**
 * Through the API server: a connection to `pod.service.namespace...:port` is forwarded to that pod, one
 * to `service.namespace...:port` to any ready pod of the Service.
 */
export interface KubernetesReach extends ClusterAccess {
  readonly via: "kubernetes";
  /** One `host:port` a replica with a name of its own, else one for all. */
  readonly addresses: readonly string[];
  readonly namespace: string;
}
