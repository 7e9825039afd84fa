import { type ExistingData, lostEnsembleProblem, otherEnsembleProblem } from "../existing-data";
import { incompleteEnsembleProblem } from "../incomplete-data";
import type { Handler } from "../handler";

interface EnsembleSizeInputs {
  readonly servers: number;
  /** Only for the check. Absent if the target could not be asked. */
  readonly existing?: ExistingData;
}

/** Serves `kafka-platform:kafka:EnsembleSize`. */
export const ensembleSizeHandler: Handler<EnsembleSizeInputs, object> = {
  inputs: ["servers"],
  outputs: [],
  check: (before, now) => {
    const reason = problem(before.servers, now);
    return reason === undefined ? [] : [{ property: "servers", reason }];
  },
  apply: () => Promise.resolve({}),
};

function problem(
  before: number | undefined,
  { servers: now, existing }: EnsembleSizeInputs,
): string | undefined {
  if (before !== undefined && before !== now) {
    return (
      `zookeepers cannot change to ${now}: the ensemble has ${before}, and servers that start without ` +
      "its data could outvote those that have it. Set it back, or copy the topics to a new stack " +
      "of that size; nothing was changed"
    );
  }
  if (!existing) return undefined;
  const isKnown = before !== undefined;
  return (
    lostEnsembleProblem(existing) ??
    // The state knows better than the volumes, some of which an earlier stack may have left.
    (isKnown ? undefined : otherEnsembleProblem(existing, now)) ??
    incompleteEnsembleProblem(existing, now, isKnown)
  );
}
