/** What is specific to a kind of object. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the resource in the API's paths. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Paths that no update can change: a difference there, or below, replaces the object. */
  readonly replaceOn: readonly string[];
}

function kind(
  apiVersion: string,
  name: string,
  plural: string,
  replaceOn: readonly string[] = [],
  namespaced = true,
): [string, Kind] {
  const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return [
    `kubernetes:${group}:${name}`,
    {
      apiVersion,
      kind: name,
      plural,
      namespaced,
      replaceOn: ["metadata.name", "metadata.namespace", ...replaceOn],
    },
  ];
}

const podController = "spec.selector";

/** The kinds that the plugin implements, by type token. */
export const kinds: Readonly<Record<string, Kind>> = Object.fromEntries([
  kind("v1", "Namespace", "namespaces", [], false),
  kind("v1", "Service", "services", ["spec.clusterIP"]),
  kind("v1", "ServiceAccount", "serviceaccounts"),
  kind("v1", "Secret", "secrets", ["type", "data", "stringData"]),
  kind("v1", "ConfigMap", "configmaps", ["data", "binaryData"]),
  kind("v1", "PersistentVolumeClaim", "persistentvolumeclaims", [
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
  ]),
  kind("apps/v1", "StatefulSet", "statefulsets", [
    podController,
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ]),
  kind("apps/v1", "Deployment", "deployments", [podController]),
  kind("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  kind("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
  kind("batch/v1", "Job", "jobs", [
    podController,
    "spec.completions",
    "spec.parallelism",
    "spec.template",
  ]),
]);

/** @throws if the plugin does not implement the type */
export function kindOf(type: string): Kind {
  const found = kinds[type];
  if (!found) throw new Error(unsupportedType(type));
  return found;
}

/** Why a type is refused. */
export function unsupportedType(type: string): string {
  return (
    `'${type}' is not supported by the offline kubernetes provider; ` +
    `supported are ${Object.keys(kinds).join(", ")}`
  );
}
