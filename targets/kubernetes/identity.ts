import { askCluster } from "./ask";
import type { ClusterAccess } from "./kubeconfig";

/**
 * What tells a cluster from every other one: the uid of its namespace `kube-system`, which lives as long as
 * the cluster. Undefined where the cluster does not answer within three seconds, or may not be asked.
 */
export function clusterIdentity(access: ClusterAccess): Promise<string | undefined> {
  return askCluster(access, async (config, options) => {
    const { CoreV1Api } = await import("@kubernetes/client-node");
    const api = config.makeApiClient(CoreV1Api);
    const { metadata } = await api.readNamespace({ name: "kube-system" }, options);
    return metadata?.uid;
  });
}
