import { askCluster } from "./ask";
import type { ClusterAccess } from "./kubeconfig";

const defaultClass = "storageclass.kubernetes.io/is-default-class";

/** What is looked at of a storage class. */
export interface StorageClassFacts {
  readonly name: string;
  /** Whether volumes that name no class get this one. */
  readonly isDefault: boolean;
}

/**
 * Says why a cluster would not provide volumes of a storage class (empty: its default), to follow the
 * setting's name, or undefined. The provider finds out too late: the claims of a StatefulSet are made
 * with the class for good, and its pods wait for them until the time is up. A cluster that does not
 * answer within three seconds, or may not be asked, is not judged.
 */
export async function storageClassProblem(
  access: ClusterAccess,
  storageClass: string,
): Promise<string | undefined> {
  const classes = await listStorageClasses(access);
  return classes && judgeStorageClass(classes, storageClass);
}

/** The part of {@link storageClassProblem} that needs no cluster. */
export function judgeStorageClass(
  classes: readonly StorageClassFacts[],
  storageClass: string,
): string | undefined {
  const names = classes.map(({ name }) => name).sort();
  const advice = names.length > 0 ? `must be one of ${names.join(", ")}` : "add one to the cluster";
  if (storageClass === "") {
    return classes.some(({ isDefault }) => isDefault)
      ? undefined
      : `is empty, and the cluster has no default storage class; ${advice}`;
  }
  return names.includes(storageClass)
    ? undefined
    : `is ${storageClass}, which the cluster does not have; ${advice}`;
}

function listStorageClasses(access: ClusterAccess): Promise<StorageClassFacts[] | undefined> {
  return askCluster(access, async (config, options) => {
    const { StorageV1Api } = await import("@kubernetes/client-node");
    const { items } = await config.makeApiClient(StorageV1Api).listStorageClass({}, options);
    return items.map(({ metadata }) => ({
      name: metadata?.name ?? "",
      isDefault: metadata?.annotations?.[defaultClass] === "true",
    }));
  });
}
