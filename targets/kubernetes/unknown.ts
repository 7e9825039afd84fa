/**
 * Why a stack that knows of nothing does not deploy over what is there, and what to do.
 *
 * @param workloads What there is, such as `StatefulSet kafka`.
 */
export function describeUnknown(
  workloads: readonly string[],
  { namespace, stack }: { readonly namespace: string; readonly stack: string },
): string {
  return (
    `the state of the stack ${stack} has nothing of a platform, but there is ${workloads.join(", ")} in the ` +
    `namespace ${namespace}. Nothing was changed.\n` +
    "  Made by another checkout, and in use: set another namespace.\n" +
    "  This stack's, whose state was lost: PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true " +
    "pulumi up takes it over as it runs.\n" +
    "  Nobody's any more: kubectl -n " +
    `${namespace} delete statefulset,deployment,service,pdb,networkpolicy,secret -l app.kubernetes.io/part-of=kafka-platform; ` +
    "the volume claims stay, and the next `up` takes them over. Restore the state, if you have it"
  );
}
