import type { Properties } from "../../../../provider/sdk/value";
import { text } from "../object";
import type { Observation, ObservationContext, Readiness } from "./readiness";

const storageClassKind = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  plural: "storageclasses",
  namespaced: false,
  replaceOn: [],
};

/** Ready when the claim is bound, or will be bound only when a pod uses it. */
export const claimReadiness: Readiness = { timeoutSeconds: 300, observe };

async function observe(live: Properties, { cluster }: ObservationContext): Promise<Observation> {
  const phase = text(live, "status", "phase");
  if (phase === "Bound") return { state: "ready" };
  const storageClass = text(live, "spec", "storageClassName");
  if (phase === "Pending" && storageClass) {
    const found = await cluster.read(storageClassKind, { namespace: "", name: storageClass });
    if (text(found, "volumeBindingMode") === "WaitForFirstConsumer") return { state: "ready" };
  }
  return { state: "waiting", problems: [`Failed to bind PersistentVolumeClaim: it is ${phase}`] };
}
