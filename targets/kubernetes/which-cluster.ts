import { type ClusterAccess, loadKubeconfig } from "./kubeconfig";

/** The cluster that a stack leads to from this machine, now. */
export interface WhichCluster {
  /** Context of the kubeconfig; empty where it has none. */
  readonly context: string;
  /** Address of the API server; empty where the context has none. */
  readonly server: string;
  /** Whether the stack brings the kubeconfig, so that kubectl does not know it. */
  readonly isOwn: boolean;
}

/**
 * Finds out which cluster is meant.
 *
 * @throws Error if the kubeconfig cannot be parsed.
 */
export async function whichCluster(access: ClusterAccess): Promise<WhichCluster> {
  const config = await loadKubeconfig(access);
  return {
    context: config.getCurrentContext() ?? "",
    server: config.getCurrentCluster()?.server ?? "",
    isOwn: access.kubeconfig !== "",
  };
}

/** The cluster in words. */
export function describeCluster({ context, server, isOwn }: WhichCluster): string {
  const where = server === "" ? "with no cluster" : server;
  return `context ${context || "(none)"}, ${where}${isOwn ? ", by the stack's own kubeconfig" : ""}`;
}

/**
 * A kubectl command that does the same whatever the current context of its user will be.
 *
 * @returns undefined where kubectl cannot do it, as it does not have the stack's kubeconfig.
 */
export function kubectlFor({ context, isOwn }: WhichCluster, command: string): string | undefined {
  if (isOwn) return undefined;
  if (context === "" || !/^kubectl (?!--context )/.test(command)) return command;
  return command.replace(/^kubectl /, `kubectl --context ${quoted(context)} `);
}

function quoted(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
