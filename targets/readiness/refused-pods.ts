import type { CoreV1Event, V1Deployment, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import type { ReplicaState } from "./watched";

type Controller = V1StatefulSet | V1Deployment;

/**
 * The pods that the cluster refuses to create, as for a quota or a priority class that does not exist, as one replica:
 * there is no pod to say so, only its controller.
 *
 * @param pods All of the controller's pods, even those that are stopping; undefined if they cannot be listed.
 * @param eventsOf Lists events of the controller.
 */
export async function refusedPods(
  kind: "StatefulSet" | "Deployment",
  controller: Controller,
  pods: readonly V1Pod[] | undefined,
  eventsOf: (reason: string) => Promise<readonly CoreV1Event[]>,
): Promise<ReplicaState[]> {
  const reason =
    kind === "Deployment"
      ? failureOf(controller)
      : // Before a pod that is stopping is gone, the controller makes no other.
        pods &&
        pods.length < (controller.spec?.replicas ?? 1) &&
        newest(await eventsOf("FailedCreate"));
  if (!reason) return [];
  return [
    {
      name: `a pod of ${kind} ${controller.metadata?.name}`,
      state: `refused by the cluster (${reason})`,
      isReady: false,
      phase: "waits",
      restarts: 0,
      // A quota may have room a moment later.
      obstacle: { reason, isFinal: false },
      log: () => Promise.resolve([]),
    },
  ];
}

function failureOf({ status }: V1Deployment): string | undefined {
  const failure = status?.conditions?.find(
    (each) => each.type === "ReplicaFailure" && each.status === "True",
  );
  return failure?.message;
}

function newest(events: readonly CoreV1Event[]): string | undefined {
  const at = ({ lastTimestamp, eventTime }: CoreV1Event) => Number(lastTimestamp ?? eventTime ?? 0);
  return [...events].sort((a, b) => at(b) - at(a))[0]?.message;
}
