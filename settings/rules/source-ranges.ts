import type { Problem } from "../problems";
import type { WellFormed } from ".";

/**
 * Finds ranges that would limit nothing: the API server accepts them for load balancers alone (`loadBalancerSourceRanges`
 * in the Kubernetes API reference).
 */
export function sourceRangesApply(values: WellFormed): Problem[] {
  const { target, external, externalSourceRanges: ranges = [] } = values;
  if (target !== "kubernetes" || external !== "nodePort" || ranges.length === 0) return [];
  return [
    {
      path: "externalSourceRanges",
      message:
        "is set, but external is nodePort, and Kubernetes limits who reaches load balancers only; must be [], " +
        "with a firewall in front of the nodes, or external must be loadBalancer",
    },
  ];
}
