import type { ClusterAccess } from "./kubernetes/kubeconfig";

/** How the machine that runs the program reaches a port of every replica of a workload. */
export type Connection = DirectConnection | KubernetesConnection;

/** By direct TCP connections to the addresses. */
export interface DirectConnection {
  readonly via: "direct";
  /** One `host:port` per replica. */
  readonly addresses: readonly string[];
}

/**
 * Through the API server: a connection to `pod.service.namespace...:port` is forwarded to that pod, one
 * to `service.namespace...:port` to any ready pod of the Service.
 */
export interface KubernetesConnection extends ClusterAccess {
  readonly via: "kubernetes";
  /** One `host:port` per replica if replicas have names of their own, otherwise one for all. */
  readonly addresses: readonly string[];
  readonly namespace: string;
}
