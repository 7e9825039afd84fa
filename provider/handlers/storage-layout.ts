import { classProblem, sizeProblem } from "../../targets/kubernetes/storage-rules";
import type { Handler } from "../handler";

/** See `StorageLayoutArgs`. */
export interface StorageLayoutInputs {
  readonly sizesGiB: Readonly<Record<string, number>>;
  readonly storageClass: string;
  readonly createNamespace: boolean;
  readonly retainData: boolean;
}

/** Serves `kafka-platform:kafka:StorageLayout`. */
export const storageLayoutHandler: Handler<StorageLayoutInputs, object> = {
  inputs: ["sizesGiB", "storageClass", "createNamespace", "retainData"],
  outputs: [],
  check: (before, now) =>
    [...sizeProblems(before, now), ...classProblems(before, now), ...namespaceProblems(before, now)]
      // The reason names the setting, which says more than the property's name.
      .map((reason) => ({ property: "", reason })),
  apply: () => Promise.resolve({}),
};

type Before = Partial<StorageLayoutInputs>;

function sizeProblems({ sizesGiB: before = {} }: Before, { sizesGiB: now }: StorageLayoutInputs) {
  return Object.entries(now).flatMap(([setting, size]) => {
    const problem = sizeProblem("each volume", before[setting] ?? 0, size);
    return problem === undefined ? [] : [`kafka-platform:${setting} ${problem}`];
  });
}

/** If volumes were created without a class, only the cluster knows theirs. */
function classProblems(
  { storageClass: before }: Before,
  { storageClass: now }: StorageLayoutInputs,
) {
  const problem = before ? classProblem("each volume", before, now) : undefined;
  return problem === undefined ? [] : [`kafka-platform:storageClass ${problem}`];
}

function namespaceProblems(before: Before, now: StorageLayoutInputs) {
  return before.createNamespace && before.retainData === false && !now.createNamespace
    ? [
        "kafka-platform:createNamespace is false, but the stack created its namespace and retains no data: " +
          "Pulumi would delete the namespace with everything in it. Set createNamespace and retainData to true, " +
          "deploy that, then set createNamespace to false",
      ]
    : [];
}
