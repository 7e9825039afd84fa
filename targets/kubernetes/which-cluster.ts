import { type ClusterAccess, loadKubeconfig } from "./kubeconfig";

/** The cluster that a stack currently leads to from this machine. */
export interface WhichCluster {
  /** Context of the kubeconfig; empty if it has none. */
  readonly context: string;
  /** Address of the API server; empty if the context has none. */
  readonly server: string;
  /** Whether the stack has its own kubeconfig, which kubectl does not know. */
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
 * A kubectl command that does the same, no matter what its user's current context will be.
 *
 * @returns undefined if kubectl cannot run it, because it does not have the stack's kubeconfig.
 */
export function kubectlFor({ context, isOwn }: WhichCluster, command: string): string | undefined {
  if (isOwn) return undefined;
  if (context === "" || !/^kubectl (?!--context )/.test(command)) return command;
  return command.replace(/^kubectl /, `kubectl --context ${quoted(context)} `);
}

function quoted(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
