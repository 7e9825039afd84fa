import { originOf } from "../origin";
import type { FoundVolume } from "../target";
import type { ClaimFacts } from "./cluster-facts";
import { claimName, isOwn } from "./names";

/** The claims of this program's making that a workload's replicas would take for their own, by their exact names. */
export function claimsOf(
  claims: readonly ClaimFacts[],
  host: string,
  contents: readonly string[],
): FoundVolume[] {
  return contents.flatMap((content) =>
    claims.flatMap(({ name, labels, annotations }) => {
      const ordinal = Number(/-(\d+)$/.exec(name)?.[1]);
      return isOwn(labels) && name === claimName(content, host, ordinal)
        ? [{ name, replica: ordinal + 1, origin: originOf(annotations) }]
        : [];
    }),
  );
}
