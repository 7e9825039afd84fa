import { originOf } from "../origin";
import type { FoundVolume } from "../target";
import type { ClaimFacts } from "./cluster-facts";
import { claimName, isOwn } from "./names";

/**
 * The claims created by this program that a workload's replicas would use as their own, by their exact names. A claim
 * without a volume, as an interrupted deployment leaves it, holds nothing, and neither does one that has lost its
 * volume.
 */
export function claimsOf(
  claims: readonly ClaimFacts[],
  host: string,
  contents: readonly string[],
): FoundVolume[] {
  return contents.flatMap((content) =>
    claims.flatMap(({ name, labels, annotations, isBound }) => {
      const ordinal = Number(/-(\d+)$/.exec(name)?.[1]);
      return isBound && isOwn(labels) && name === claimName(content, host, ordinal)
        ? [{ name, replica: ordinal + 1, origin: originOf(annotations) }]
        : [];
    }),
  );
}
