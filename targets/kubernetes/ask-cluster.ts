import type { StorageV1Api, V1ObjectMeta } from "@kubernetes/client-node";
import type { ClusterFacts, ObjectFacts } from "./cluster-facts";
import { type ClusterAccess, loadKubeconfig } from "./kubeconfig";
import { isOwn } from "./names";
import type { WantedNamespace } from "./namespace-rules";
import { quantityInGiB } from "./quantity";

const defaultClass = "storageclass.kubernetes.io/is-default-class";

/**
 * Reads what the rules for a namespace and its volumes need. What is not answered in time, or may not be read, is
 * undefined.
 *
 * @param limitMilliseconds Time for all of it.
 */
export async function askCluster(
  access: ClusterAccess,
  {
    namespace,
    createNamespace,
    retainNamespace,
  }: Pick<WantedNamespace, "namespace" | "createNamespace" | "retainNamespace">,
  limitMilliseconds: number,
): Promise<ClusterFacts> {
  const reasons = new Set<string>();
  const answers = { any: false };
  const orUnknown = <Facts>(facts: Promise<Facts>): Promise<Facts | undefined> =>
    facts.then(
      (known) => {
        answers.any = true;
        return known;
      },
      (error: unknown) => {
        // System error codes, such as ECONNREFUSED, are words.
        answers.any ||= typeof codeOf(error) === "number";
        reasons.add(reasonOf(error));
        return undefined;
      },
    );
  const read = await reader(access, namespace, limitMilliseconds).catch((error: unknown) => {
    reasons.add(reasonOf(error));
    return undefined;
  });
  // There may be thousands of pods, and only a namespace that is to be adopted, or deleted one day, must not contain
  // those of others.
  const needsPods = (labels: ClusterFacts["namespace"]) =>
    createNamespace && labels && labels !== "absent" && !(isOwn(labels) && retainNamespace);
  const labelling = read && orUnknown(read.namespace());
  const [identity, labels, claims, workloads, pods, classes] = await Promise.all([
    // Without the right to read it, only the check for a change of cluster is lost.
    read?.identity().catch(() => undefined),
    labelling,
    read && orUnknown(read.claims()),
    read && orUnknown(read.workloads()),
    read && labelling?.then((known) => (needsPods(known) ? orUnknown(read.pods()) : undefined)),
    read && orUnknown(read.classes()),
  ]);
  return {
    identity,
    namespace: labels,
    claims,
    workloads,
    pods,
    classes,
    reasons: [...reasons],
    hasAnswered: answers.any || identity !== undefined,
  };
}

async function reader(access: ClusterAccess, namespace: string, limitMilliseconds: number) {
  const config = await loadKubeconfig(access);
  const client = await import("@kubernetes/client-node");
  const core = config.makeApiClient(client.CoreV1Api);
  const apps = config.makeApiClient(client.AppsV1Api);
  const storage = config.makeApiClient(client.StorageV1Api);
  const options = inTime(client, AbortSignal.timeout(limitMilliseconds));
  const inside = { namespace };
  return {
    identity: async () => {
      const { metadata } = await core.readNamespace({ name: "kube-system" }, options);
      return metadata?.uid;
    },
    namespace: () =>
      core
        .readNamespace({ name: namespace }, options)
        .then(({ metadata }) => metadata?.labels ?? {})
        .catch((error: unknown) => {
          if (codeOf(error) === 404) return "absent" as const;
          throw error;
        }),
    claims: async () => {
      const { items } = await core.listNamespacedPersistentVolumeClaim(inside, options);
      const lasting = items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
      return lasting.map(({ metadata, spec, status }) => ({
        ...objectFacts("claim", metadata),
        annotations: metadata?.annotations ?? {},
        sizeGiB: quantityInGiB(spec?.resources?.requests?.storage ?? "0"),
        storageClass: spec?.storageClassName ?? "",
        isBound: status?.phase === "Bound",
      }));
    },
    workloads: async () => {
      const [sets, deployments, services] = await Promise.all([
        apps.listNamespacedStatefulSet(inside, options),
        apps.listNamespacedDeployment(inside, options),
        core.listNamespacedService(inside, options),
      ]);
      return [
        ...sets.items.map(({ metadata }) => objectFacts("StatefulSet", metadata)),
        ...deployments.items.map(({ metadata }) => objectFacts("Deployment", metadata)),
        ...services.items.map(({ metadata }) => objectFacts("Service", metadata)),
      ];
    },
    pods: async () => {
      const { items } = await core.listNamespacedPod(inside, options);
      return items.map(({ metadata }) => objectFacts("pod", metadata));
    },
    classes: async () => {
      const { items } = await storage.listStorageClass({}, options);
      return items.map(({ metadata, allowVolumeExpansion }) => ({
        name: metadata?.name ?? "",
        isDefault: metadata?.annotations?.[defaultClass] === "true",
        allowsExpansion: allowVolumeExpansion === true,
      }));
    },
  };
}

type RequestOptions = Parameters<StorageV1Api["listStorageClass"]>[1];

function inTime(
  client: typeof import("@kubernetes/client-node"),
  signal: AbortSignal,
): RequestOptions {
  return {
    middleware: [
      {
        pre: (request) => {
          request.setSignal(signal);
          return new client.Observable(Promise.resolve(request));
        },
        post: (response) => new client.Observable(Promise.resolve(response)),
      },
    ],
  };
}

function objectFacts(kind: string, metadata: V1ObjectMeta | undefined): ObjectFacts {
  return { kind, name: metadata?.name ?? "", labels: metadata?.labels ?? {} };
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 401) return "the cluster does not know the user";
  if (code === 403) return "the user may not read it";
  const { name, message } = error as Error;
  // The client's message contains the address of each request.
  return name === "AbortError"
    ? "the cluster did not answer in time"
    : message.replace(/^request to .* failed, reason: /, "");
}
