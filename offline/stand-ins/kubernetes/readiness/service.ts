import { isProperties, type Properties } from "../../../../provider/sdk/value";
import { field, nameOf, objects, text } from "../object";
import type { Observation, ObservationContext, Readiness } from "./readiness";

const endpointSliceResource = {
  apiVersion: "discovery.k8s.io/v1",
  plural: "endpointslices",
  namespaced: true,
};

// The official plugin gives the endpoints this long to settle, whatever their state.
const settleSeconds = 10;

/** Ready when none of the Service's pods is unready, but not earlier than ten seconds after the wait began. */
export const serviceReadiness: Readiness = {
  timeoutSeconds: 600,
  firstStatus: () => "[1/3] Finding Pods to direct traffic to",
  observe,
};

async function observe(
  live: Properties,
  { cluster, elapsedSeconds }: ObservationContext,
): Promise<Observation> {
  if (!leadsToPods(live)) return { state: "ready" };
  const { namespace, name } = nameOf(live);
  const slices = await cluster.list(endpointSliceResource, namespace, {
    "kubernetes.io/service-name": name,
  });
  const hasUnready = slices
    .flatMap((slice) => objects(slice, "endpoints"))
    .some((endpoint) => field(endpoint, "conditions", "ready") === false);
  const hasAddress =
    text(live, "spec", "type") !== "LoadBalancer" ||
    objects(live, "status", "loadBalancer", "ingress").length > 0;
  if (!hasUnready && hasAddress && elapsedSeconds >= settleSeconds) {
    return { state: "ready", completion: "Service initialization complete" };
  }
  return {
    state: "waiting",
    problems: [
      ...(hasUnready
        ? [
            "Service does not target any Pods. Selected Pods may not be ready, or field " +
              "'.spec.selector' may not match labels on any Pods",
          ]
        : []),
      ...(hasAddress
        ? []
        : ["Service was not allocated an IP address; does your cloud provider support this?"]),
    ],
  };
}

/** Headless Services, those without a selector and ExternalName Services have no pods to wait for. */
function leadsToPods(live: Properties): boolean {
  const selector = field(live, "spec", "selector");
  return (
    text(live, "spec", "clusterIP") !== "None" &&
    text(live, "spec", "type") !== "ExternalName" &&
    isProperties(selector) &&
    Object.keys(selector).length > 0
  );
}
