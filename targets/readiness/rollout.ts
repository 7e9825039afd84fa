import type { V1Deployment, V1Pod, V1StatefulSet } from "@kubernetes/client-node";

type Controller = V1StatefulSet | V1Deployment;

/** Whether a controller has exactly the pods that it should have, all from its newest template and ready. */
export function isRolledOut(controller: Controller): boolean {
  const { spec, status } = controller;
  const wanted = spec?.replicas ?? 1;
  if (!isSeen(controller) || !status) return false;
  const counts = [status.replicas, status.readyReplicas, status.updatedReplicas];
  if (!counts.every((count) => (count ?? 0) === wanted)) return false;
  return !("updateRevision" in status) || status.currentRevision === status.updateRevision;
}

/** The pods of the newest template, without those that are being deleted. */
export function newestPods(controller: Controller, pods: readonly V1Pod[]): V1Pod[] {
  // Until the controller has seen its new template, it still reports the previous one as the newest.
  if (!isSeen(controller)) return [];
  const staying = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const revision = (controller.status as V1StatefulSet["status"])?.updateRevision;
  if (revision !== undefined) {
    return staying.filter((pod) => label(pod, "controller-revision-hash") === revision);
  }
  const newest = staying.reduce<V1Pod | undefined>(
    (last, pod) => (!last || created(pod) > created(last) ? pod : last),
    undefined,
  );
  const template = newest && label(newest, "pod-template-hash");
  return staying.filter((pod) => label(pod, "pod-template-hash") === template);
}

function isSeen({ metadata, status }: Controller): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
}

function label({ metadata }: V1Pod, name: string): string | undefined {
  return metadata?.labels?.[name];
}

function created({ metadata }: V1Pod): number {
  return Number(metadata?.creationTimestamp ?? 0);
}
