import type { ClusterAccess } from "./kubeconfig";
import { kubectlFor } from "./which-cluster";

/** Where a stack that knows of no platform would deploy. */
export interface UnknownPlace {
  readonly access: ClusterAccess;
  readonly namespace: string;
  /** The stack's name, without an organization. */
  readonly stack: string;
}

/**
 * Why a stack that knows of no platform does not deploy over what exists, and what to do.
 *
 * @param workloads What exists, such as `StatefulSet kafka`.
 */
export function describeUnknown(
  workloads: readonly string[],
  { access, namespace, stack }: UnknownPlace,
): string {
  const { context, kubeconfig } = access;
  const command =
    `kubectl -n ${namespace} delete statefulset,deployment,service,pdb,networkpolicy,secret ` +
    "-l app.kubernetes.io/part-of=kafka-platform";
  const removal =
    kubectlFor({ context, server: "", isOwn: kubeconfig !== "" }, command) ??
    `${command} (with the kubeconfig of \`pulumi config get kubeconfig\`)`;
  return (
    `the state of the stack ${stack} contains no platform, but there is ${workloads.join(", ")} in the ` +
    `namespace ${namespace}. Nothing was changed.\n` +
    "  Created by another checkout, and in use: set another namespace.\n" +
    "  This stack's, whose state was lost: restore the state (`pulumi stack import`); or take it over as it runs: " +
    `PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true make up STACK=${stack}\n` +
    `  No longer used: remove it, then its data with \`make remove-data STACK=${stack}\`: ${removal}`
  );
}
