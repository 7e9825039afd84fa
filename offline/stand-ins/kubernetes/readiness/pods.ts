import { isProperties, type Properties } from "../../../../provider/sdk/value";
import type { Cluster } from "../cluster/cluster";
import { count, field, formatName, nameOf, objects, text } from "../object";

const podResource = { apiVersion: "v1", plural: "pods", namespaced: true };

// A container that is still being created is not a problem.
const startingReasons: readonly string[] = ["ContainerCreating", "PodInitializing"];

/** The pods that belong to an object. */
export async function podsOf(cluster: Cluster, owner: Properties): Promise<Properties[]> {
  const labels = field(owner, "spec", "selector", "matchLabels");
  const { namespace } = nameOf(owner);
  const found = await cluster.list(podResource, namespace, isProperties(labels) ? labels : {});
  return found.filter((pod) => isOwnedBy(pod, owner));
}

/** Whether an object is deleted with its owner. */
export function isOwnedBy(object: Properties, owner: Properties): boolean {
  const uid = text(owner, "metadata", "uid");
  return objects(object, "metadata", "ownerReferences").some(
    (reference) => text(reference, "uid") === uid,
  );
}

// Two rounds of the kubelet, with a margin for a loaded machine.
const probelessSeconds = 3;

/**
 * How long pods of a template must stay ready to count as ready, in seconds. Without a readiness probe
 * a container that ends immediately counts as ready until the kubelet notices.
 */
export function confirmationSeconds(controller: Properties): number {
  const containers = objects(controller, "spec", "template", "spec", "containers");
  return containers.some(({ readinessProbe }) => !readinessProbe) ? probelessSeconds : 0;
}

/** Why a pod is not ready, in the official plugin's words. */
export function unreadyContainers(pod: Properties): string[] {
  const condition = objects(pod, "status", "conditions").find(
    (candidate) => text(candidate, "type") === "Ready",
  );
  if (text(condition, "reason") !== "ContainersNotReady") return [];
  const causes = containerStatuses(pod).map((status) => currentCause(status) + pastCause(status));
  return [prefix(pod) + text(condition, "message") + causes.join("")];
}

/** Which containers have ended. */
export function endedContainers(pod: Properties): string[] {
  return containerStatuses(pod)
    .filter((status) => field(status, "state", "terminated") !== undefined)
    .map((status) => prefix(pod) + currentCause(status));
}

function currentCause(status: Properties): string {
  const waiting = field(status, "state", "waiting");
  if (waiting !== undefined && !startingReasons.includes(text(waiting, "reason"))) {
    return `[${text(waiting, "reason")}] ${text(waiting, "message")}`;
  }
  const terminated = field(status, "state", "terminated");
  if (terminated === undefined) return "";
  return `container "${text(status, "name")}" completed with exit code ${exitCode(terminated)}`;
}

function pastCause(status: Properties): string {
  const ended = field(status, "lastState", "terminated");
  if (ended === undefined) return "";
  return (
    `\ncontainer "${text(status, "name")}" terminated at ${text(ended, "finishedAt")} ` +
    `(${text(ended, "reason")}: exit code ${exitCode(ended)})`
  );
}

function exitCode(terminated: Parameters<typeof field>[0]): string {
  return String(count(terminated, "exitCode"));
}

function containerStatuses(pod: Properties): Properties[] {
  return objects(pod, "status", "containerStatuses");
}

function prefix(pod: Properties): string {
  return `[Pod ${formatName(nameOf(pod))}]: `;
}
