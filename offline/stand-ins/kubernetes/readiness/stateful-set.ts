import type { Properties } from "../../../../provider/sdk/value";
import { count, field, text } from "../object";
import { confirmationSeconds, podsOf, unreadyContainers } from "./pods";
import type { Observation, ObservationContext, Readiness } from "./readiness";

/** Ready when all pods, and no others, exist, are ready, and have the current revision. */
export const statefulSetReadiness: Readiness = {
  timeoutSeconds: 600,
  firstStatus: () => "[1/2] Waiting for StatefulSet to create Pods (0/0 Pods ready)",
  confirmationSeconds,
  observe,
};

async function observe(live: Properties, { cluster }: ObservationContext): Promise<Observation> {
  const wanted = Number(field(live, "spec", "replicas") ?? 1);
  const ready = count(live, "status", "readyReplicas");
  const from = text(live, "status", "currentRevision");
  const to = text(live, "status", "updateRevision");
  const isSeen =
    count(live, "status", "observedGeneration") >= count(live, "metadata", "generation");
  if (isSeen && isComplete(live, wanted) && (from === to || isOnDelete(live))) {
    return { state: "ready", completion: "StatefulSet initialization complete" };
  }
  return {
    state: "waiting",
    status: progress(live, wanted),
    problems: [
      ...(ready < wanted ? [`${ready} out of ${wanted} replicas succeeded readiness checks`] : []),
      ...(from === to
        ? []
        : [`StatefulSet controller failed to advance from revision "${from}" to revision "${to}"`]),
    ],
    podProblems: (await podsOf(cluster, live)).flatMap(unreadyContainers),
  };
}

function isComplete(live: Properties, wanted: number): boolean {
  const counts = ["replicas", "readyReplicas", ...(isOnDelete(live) ? [] : ["updatedReplicas"])];
  return counts.every((name) => count(live, "status", name) === wanted);
}

/** Pods get the new revision only when somebody deletes them, so there is nothing to wait for. */
function isOnDelete(live: Properties): boolean {
  return text(live, "spec", "updateStrategy", "type") === "OnDelete";
}

function progress(live: Properties, wanted: number): string {
  if (count(live, "metadata", "generation") > 1) {
    const updated = count(live, "status", "updatedReplicas");
    return `[1/3] Waiting for StatefulSet update to roll out (${updated}/${wanted} Pods ready)`;
  }
  const ready = count(live, "status", "readyReplicas");
  return `[1/2] Waiting for StatefulSet to create Pods (${ready}/${wanted} Pods ready)`;
}
