import type { KubeConfig } from "@kubernetes/client-node";
import { useTokenFiles } from "./token-files";

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
 * @throws Error if it cannot be parsed.
 */
export async function loadKubeconfig({ kubeconfig, context }: ClusterAccess): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig) config.loadFromString(kubeconfig);
  else config.loadFromDefault();
  useTokenFiles(config, kubeconfig);
  if (context) config.setCurrentContext(context);
  return config;
}
