import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { KubeConfig } from "@kubernetes/client-node";
import type { Settings } from "../configuration";

/** Which kubeconfig to use, and which of its entries. */
export type KubeconfigChoice = Pick<Settings, "kubeconfig" | "context" | "cluster">;

/** Why a kubeconfig cannot be used. */
export class KubeconfigError extends Error {}

/**
 * Loads the kubeconfig that the settings name.
 *
 * @throws KubeconfigError with the official plugin's text
 */
export function loadKubeconfig({ kubeconfig, context, cluster }: KubeconfigChoice): KubeConfig {
  const config = parseKubeconfig(kubeconfig);
  if (context !== undefined) {
    if (!config.getContextObject(context)) throw unusable(`context "${context}" does not exist`);
    config.setCurrentContext(context);
  }
  if (cluster !== undefined) {
    if (!config.getClusters().some(({ name }) => name === cluster)) {
      throw unusable(`cluster "${cluster}" does not exist`);
    }
    config.contexts = config
      .getContexts()
      .map((entry) => (entry.name === config.getCurrentContext() ? { ...entry, cluster } : entry));
  }
  if (!config.getCurrentCluster()) {
    throw unusable("invalid configuration: no configuration has been provided");
  }
  return config;
}

/**
 * Reads a kubeconfig without choosing among its entries.
 *
 * @param source Content or path; KUBECONFIG or ~/.kube/config if omitted.
 */
export function parseKubeconfig(source: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    if (source === undefined) config.loadFromDefault();
    else if (existsSync(expandHome(source))) config.loadFromFile(expandHome(source));
    else config.loadFromString(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KubeconfigError(`failed to parse kubeconfig: ${reason}`);
  }
  return config;
}

function expandHome(path: string): string {
  return path.startsWith("~/") ? homedir() + path.slice(1) : path;
}

function unusable(reason: string): KubeconfigError {
  return new KubeconfigError(
    "unable to load Kubernetes client configuration from kubeconfig file. Make sure you have: \n\n" +
      " \t • set up the provider as per " +
      "https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ \n\n " +
      reason,
  );
}
