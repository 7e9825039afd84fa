import { originMarks, originOf } from "../origin";
import type { FoundVolume, VolumeArgs } from "../target";
import { askCluster } from "./ask";
import type { ClusterAccess } from "./kubeconfig";
import { podLabels } from "./names";

/** What is looked at of a volume claim. */
export interface ClaimFacts {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The annotations of a claim, from which a later deployment learns what its data was made with. */
export function volumeAnnotations({ origin = {} }: Pick<VolumeArgs, "origin">) {
  return originMarks(origin);
}

/** What a StatefulSet names the claim of a pod, by the pod's ordinal. */
export function claimName(host: string, content: string, index: number): string {
  return `${content}-${host}-${index}`;
}

/**
 * The claims of this program's workloads in a namespace, found by the labels that a StatefulSet gives them;
 * undefined where the cluster does not answer within three seconds, or may not be asked.
 */
export function listClaims(
  access: ClusterAccess,
  namespace: string,
): Promise<ClaimFacts[] | undefined> {
  return askCluster(access, async (config, options) => {
    const { CoreV1Api } = await import("@kubernetes/client-node");
    const partOf = "app.kubernetes.io/part-of";
    const labelSelector = `${partOf}=${podLabels("")[partOf]}`;
    const api = config.makeApiClient(CoreV1Api);
    const { items } = await api.listNamespacedPersistentVolumeClaim(
      { namespace, labelSelector },
      options,
    );
    return items
      .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
      .map(({ metadata }) => ({
        name: metadata?.name ?? "",
        annotations: metadata?.annotations ?? {},
      }));
  });
}

/** Those that a workload's replicas would take for their own, by their exact names. */
export function claimsOf(
  claims: readonly ClaimFacts[],
  host: string,
  contents: readonly string[],
): FoundVolume[] {
  return contents.flatMap((content) =>
    claims.flatMap(({ name, annotations }) => {
      const ordinal = Number(/-(\d+)$/.exec(name)?.[1]);
      return name === claimName(host, content, ordinal)
        ? [{ name, replica: ordinal + 1, origin: originOf(annotations) }]
        : [];
    }),
  );
}
