import type { KubeConfig } from "@kubernetes/client-node";

/** Which cluster is meant. */
export interface ClusterAccess {
  /** The kubeconfig's text. Empty: the one that kubectl would use. */
  readonly kubeconfig: string;
  /** Context of the kubeconfig. Empty: its current one. */
  readonly context: string;
}

/**
 * Loads the kubeconfig that leads to a cluster.
 *
 * @throws Error if it cannot be parsed, or lacks the context.
 */
export async function loadKubeconfig({ kubeconfig, context }: ClusterAccess): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig) config.loadFromString(kubeconfig);
  else config.loadFromDefault();
  if (context) config.setCurrentContext(context);
  return config;
}
