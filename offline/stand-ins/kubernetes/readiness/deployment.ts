import { isProperties, type Properties } from "../../../../provider/sdk/value";
import { annotation, count, field, nameOf, objects, text } from "../object";
import { confirmationSeconds, isOwnedBy, podsOf, unreadyContainers } from "./pods";
import type { Observation, ObservationContext, Readiness } from "./readiness";

const replicaSetResource = { apiVersion: "apps/v1", plural: "replicasets", namespaced: true };
const revisionAnnotation = "deployment.kubernetes.io/revision";

/** Ready when the pods of the newest revision are available and no others exist. */
export const deploymentReadiness: Readiness = { timeoutSeconds: 600, confirmationSeconds, observe };

async function observe(live: Properties, { cluster }: ObservationContext): Promise<Observation> {
  const wanted = Number(field(live, "spec", "replicas") ?? 1);
  const isSeen =
    count(live, "status", "observedGeneration") >= count(live, "metadata", "generation");
  const isAvailable = condition(live, "Available")?.status === "True";
  // The controller writes this last: an object that was read earlier would differ at the next refresh.
  const isFinished = condition(live, "Progressing")?.reason === "NewReplicaSetAvailable";
  const isComplete = ["replicas", "updatedReplicas", "availableReplicas"].every(
    (name) => count(live, "status", name) === wanted,
  );
  if (isSeen && isAvailable && isFinished && isComplete) {
    return { state: "ready", completion: "Deployment initialization complete" };
  }
  const labels = field(live, "spec", "selector", "matchLabels");
  const { namespace } = nameOf(live);
  const replicaSets = await cluster.list(
    replicaSetResource,
    namespace,
    isProperties(labels) ? labels : {},
  );
  const newest = replicaSets.find(
    (candidate) =>
      isOwnedBy(candidate, live) &&
      annotation(candidate, revisionAnnotation) === annotation(live, revisionAnnotation),
  );
  const available = count(newest, "status", "availableReplicas");
  const troubles = conditionTroubles(live);
  return {
    state: "waiting",
    status: `Waiting for app ReplicaSet to be available (${available}/${wanted} Pods available)`,
    warnings: troubles,
    problems: [
      ...troubles,
      isAvailable
        ? "Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live"
        : "Minimum number of live Pods was not attained",
    ],
    podProblems: newest ? (await podsOf(cluster, newest)).flatMap(unreadyContainers) : [],
  };
}

function conditionTroubles(live: Properties): string[] {
  return ["Available", "Progressing"]
    .map((type) => condition(live, type))
    .filter((found) => found?.status === "False")
    .map((found) => `[${text(found, "reason")}] ${text(found, "message")}`);
}

function condition(live: Properties, type: string): Properties | undefined {
  return objects(live, "status", "conditions").find((candidate) => candidate.type === type);
}
