import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { loadKubeconfig } from "../kubernetes/kubeconfig";
import { lastLines } from "./log-lines";
import { refusedPods } from "./refused-pods";
import { isRolledOut, newestPods } from "./rollout";
import type { ReplicaState, RunEnd, Sight, WatchedPods } from "./watched";

/** Looks at the pods of a workload: only those of its newest template, because the others are being replaced. */
export async function lookAtPods(watched: WatchedPods): Promise<Sight> {
  const { namespace, kind, name } = watched;
  const config = await loadKubeconfig(watched);
  const { AppsV1Api, CoreV1Api } = await import("@kubernetes/client-node");
  const apps = config.makeApiClient(AppsV1Api);
  const core = config.makeApiClient(CoreV1Api);
  const controller =
    kind === "StatefulSet"
      ? await apps.readNamespacedStatefulSet({ name, namespace })
      : await apps.readNamespacedDeployment({ name, namespace });
  const labels = Object.entries(controller.spec?.selector.matchLabels ?? {});
  const labelSelector = labels.map(([label, value]) => `${label}=${value}`).join(",");
  const { items } = await core
    .listNamespacedPod({ namespace, labelSelector })
    .catch((error: { code?: number }) => {
      // Without the right to list pods, their controller still says whether they are ready, but nothing says why not.
      if (error.code === 403) return { items: undefined };
      throw error;
    });
  const logOf = async (pod: string, container: string) => {
    const options = { name: pod, namespace, container, tailLines: 200 };
    return lastLines(await core.readNamespacedPodLog(options));
  };
  const eventsOf = (reason: string) =>
    core
      .listNamespacedEvent({
        namespace,
        fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name},reason=${reason}`,
      })
      // Without the right to list events, nothing says why.
      .catch(() => ({ items: [] }));
  return {
    replicas: [
      ...newestPods(controller, items ?? []).map((pod) => stateOf(pod, logOf)),
      ...(await refusedPods(kind, controller, items, async (why) => (await eventsOf(why)).items)),
    ],
    isComplete: isRolledOut(controller),
  };
}

type LogOf = (pod: string, container: string) => Promise<readonly string[]>;

function stateOf({ metadata, status }: V1Pod, logOf: LogOf): ReplicaState {
  const name = metadata?.name ?? "";
  const statuses = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ].filter((each) => !(each.state?.terminated?.exitCode === 0));
  // Only one container of a pod matters, unless an init container does not complete.
  const container = statuses.find(({ ready }) => !ready) ?? statuses[0];
  const isReady = status?.conditions?.some(
    (each) => each.type === "Ready" && each.status === "True",
  );
  const unscheduled = status?.conditions?.find(
    (each) => each.type === "PodScheduled" && each.status === "False",
  );
  const end = endOf(container);
  const obstacle = obstacleOf(container);
  return {
    name: `pod ${name}`,
    state: unscheduled?.message ?? container?.state?.waiting?.reason ?? status?.phase ?? "unknown",
    isReady: isReady === true,
    phase: container?.state?.running ? "runs" : "waits",
    restarts: container?.restartCount ?? 0,
    ...(end && { end }),
    ...(obstacle && { obstacle }),
    log: () => (container ? logOf(name, container.name) : Promise.resolve([])),
  };
}

function endOf(container: V1ContainerStatus | undefined): RunEnd | undefined {
  const ended = container?.state?.terminated ?? container?.lastState?.terminated;
  if (!ended) return undefined;
  const { exitCode, reason, startedAt, finishedAt } = ended;
  const why = reason && reason !== "Error" ? ` (${reason})` : "";
  return {
    how: `exit code ${exitCode}${why}`,
    ranSeconds: (Number(finishedAt) - Number(startedAt)) / 1000 || 0,
  };
}

/** The reasons that no further attempt changes. */
const final = new Set(["ErrImageNeverPull", "InvalidImageName"]);
const obstacles = new Set([
  ...final,
  "CreateContainerConfigError",
  "CreateContainerError",
  "ErrImagePull",
  "ImagePullBackOff",
  "RunContainerError",
]);

function obstacleOf(container: V1ContainerStatus | undefined): ReplicaState["obstacle"] {
  const { reason = "", message = "" } = container?.state?.waiting ?? {};
  if (!obstacles.has(reason)) return undefined;
  return {
    reason: [reason, lastLines(message).join(" ")].filter(Boolean).join(": "),
    isFinal: final.has(reason),
  };
}
