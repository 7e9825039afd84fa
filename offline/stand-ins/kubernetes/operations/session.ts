import type { KubeConfig } from "@kubernetes/client-node";
import { Cluster } from "../cluster/cluster";
import { KubeconfigError, loadKubeconfig } from "../cluster/kubeconfig";
import type { Settings } from "../configuration";
import type { Log } from "../../../../provider/sdk/engine-log";

/** What every operation needs. */
export interface Session {
  readonly settings: Settings;
  readonly log: Log;
  /** Namespace for objects that name none. */
  readonly defaultNamespace: string;
  /** Undefined if the cluster is unreachable. */
  readonly cluster: Cluster | undefined;
  /** Why the cluster is unreachable, with the official plugin's text. */
  readonly unreachable: string;
}

/** Looks for the cluster. An unreachable one is not an error until an operation needs it. */
export async function openSession(settings: Settings, log: Log): Promise<Session> {
  let config: KubeConfig;
  try {
    config = loadKubeconfig(settings);
  } catch (error) {
    if (!(error instanceof KubeconfigError)) throw error;
    return withoutCluster(settings, log, settings.namespace, error.message);
  }
  const cluster = new Cluster(config);
  const namespace = settings.namespace ?? cluster.contextNamespace;
  const reason = await cluster.unreachableReason();
  if (reason !== undefined) return withoutCluster(settings, log, namespace, reason);
  return { settings, log, defaultNamespace: namespace ?? "default", cluster, unreachable: "" };
}

function withoutCluster(
  settings: Settings,
  log: Log,
  namespace: string | undefined,
  reason: string,
): Session {
  return {
    settings,
    log,
    defaultNamespace: namespace ?? "default",
    cluster: undefined,
    unreachable: `configured Kubernetes cluster is unreachable: ${reason}`,
  };
}

/** The hint for users whose cluster no longer exists. */
export const deleteUnreachableHint =
  "If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the " +
  'operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';

/** Reports that an object of a cluster that no longer exists is removed from the state. */
export function reportForgotten({ log, unreachable }: Session, urn: string): void {
  log.warning(urn, unreachable);
  log.info(
    urn,
    "configured Kubernetes cluster is unreachable and the `deleteUnreachable` option is enabled. " +
      "Deleting the unreachable resource from Pulumi state",
  );
}
