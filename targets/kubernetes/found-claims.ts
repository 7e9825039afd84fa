import { originOf } from "../origin";
import type { FoundVolume } from "../target";
import type { ClaimFacts } from "./cluster-facts";
import { claimName, isOwn } from "./names";

/**
 * The claims of this program's making that a workload's replicas would take for their own, by their exact names.
 * One without a volume, as an interrupted deployment leaves it, holds nothing; one that has lost its volume, too.
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
