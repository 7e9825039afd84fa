import { askCluster } from "../../../targets/kubernetes/ask-cluster";
import { type ClusterAccess, loadKubeconfig } from "../../../targets/kubernetes/kubeconfig";
import { isOwn } from "../../../targets/kubernetes/names";
import { describeCluster, whichCluster } from "../../../targets/kubernetes/which-cluster";
import { UserError } from "../../../common/user-error";
import type { KeptData, Storing } from "./kept-data";

const limitMilliseconds = 15_000;

/** Where a stack has its claims, and whether the namespace was created for it. */
export interface ClaimPlace {
  readonly access: ClusterAccess;
  readonly namespace: string;
  readonly createNamespace: boolean;
}

/**
 * What a stack has left in a cluster: the claims with its names and the program's label, and the namespace
 * if the program created it and nothing else is in it.
 *
 * @param storing Its workloads that store something.
 * @throws UserError if the cluster does not say what exists.
 */
export async function dataOnKubernetes(
  { access, namespace, createNamespace }: ClaimPlace,
  storing: readonly Storing[],
): Promise<KeptData> {
  const place = { namespace, createNamespace: true, retainNamespace: false };
  const facts = await askCluster(access, place, limitMilliseconds);
  if (facts.namespace === undefined || !facts.claims || !facts.workloads || !facts.pods) {
    if (facts.namespace !== "absent") {
      throw new UserError(`The cluster does not report what exists: ${facts.reasons.join("; ")}.`);
    }
  }
  const { claims = [], workloads = [], pods = [] } = facts;
  const names = storing.flatMap(({ host, contents }) =>
    contents.map((content) => `${content}-${host}`),
  );
  const named = claims.filter(({ name }) => names.includes(name.replace(/-\d+$/, "")));
  const own = named.filter(({ labels }) => isOwn(labels));
  const client = await import("@kubernetes/client-node");
  const core = (await loadKubeconfig(access)).makeApiClient(client.CoreV1Api);
  const mounts = own.length === 0 ? [] : (await core.listNamespacedPod({ namespace })).items;
  const others = claims.length - own.length + workloads.length + pods.length;
  const isNamespaceOwn =
    createNamespace &&
    typeof facts.namespace === "object" &&
    isOwn(facts.namespace) &&
    others === 0;
  return {
    where: `in the namespace ${namespace} (${describeCluster(await whichCluster(access))})`,
    items: [
      ...own.map(({ name, sizeGiB }) => ({
        name: `claim ${name}`,
        size: `${sizeGiB} GiB`,
        users: mounts
          .filter(({ spec }) =>
            spec?.volumes?.some((each) => each.persistentVolumeClaim?.claimName === name),
          )
          .map(({ metadata }) => `pod ${metadata?.name}`),
      })),
      ...(isNamespaceOwn
        ? [{ name: `namespace ${namespace}`, size: "empty except for these", users: [] }]
        : []),
    ],
    left: named
      .filter(({ labels }) => !isOwn(labels))
      .map(({ name }) => `claim ${name}, without the program's label`),
    remove: async () => {
      for (const { name } of own) {
        await core.deleteNamespacedPersistentVolumeClaim({ name, namespace });
      }
      if (isNamespaceOwn) await core.deleteNamespace({ name: namespace });
    },
  };
}
