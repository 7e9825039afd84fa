import type { Target } from "../../../settings/schema";
import { quantityInGiB } from "../../../targets/kubernetes/quantity";
import type { Change, Comparison } from "./changes";
import type { Difference } from "./differences";
import { deletesTopics, isTopics, type TopicChange, topicChanges } from "./topics";

/** The resource types in which each target keeps data. */
const typesWithData: Readonly<Record<Target, readonly string[]>> = {
  docker: ["docker:index/volume:Volume"],
  kubernetes: [
    "kubernetes:apps/v1:StatefulSet",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:core/v1:PersistentVolume",
    "kubernetes:core/v1:Namespace",
  ],
};

/** Whether resources of a type hold data: replacing or deleting one takes its data out of use or deletes it. */
export function holdsData(type: string): boolean {
  return Object.values(typesWithData).flat().includes(type);
}

/** What a reviewer must not miss: each a sentence in Markdown. */
export function warnings(comparison: Comparison): string[] {
  const { changes } = comparison;
  return [
    ...topicChanges(comparison).flatMap(topicWarnings),
    ...changes.filter(isTopics).flatMap(wholeListWarnings),
    ...changes
      .filter(({ type }) => holdsData(type))
      .flatMap(storageWarnings)
      .sort(),
  ];
}

function topicWarnings({ operation, name, differences, isConfirmed }: TopicChange): string[] {
  if (operation === "deleted") {
    const refusal =
      " An `up` that creates a topic as well is **refused**, as it may be a rename, unless `removedTopics` names the deleted topic.";
    return [
      `Topic \`${name}\` is no longer declared, and is **deleted with its messages**, as \`deleteTopics\` is true.${isConfirmed ? "" : refusal}`,
    ];
  }
  if (operation === "released") {
    return [
      `Topic \`${name}\` is **no longer declared**: it stays on the cluster, with its messages, and the stack no longer manages it.`,
    ];
  }
  if (operation === "created") return [];
  return differences.flatMap(({ path, before, after }) => {
    const change = `\`${before ?? "unset"}\` → \`${after ?? "unset"}\``;
    if (path === "partitions" && Number(after) < Number(before)) {
      return [
        `Topic \`${name}\` would **lose partitions** (${change}): Kafka can do that only by deleting it.`,
      ];
    }
    if (/^config.*\bretention\.(ms|bytes)\b/.test(path) && isShorter(before, after)) {
      return [
        `Topic \`${name}\` keeps messages for **less** than before (\`${path}\` ${change}): older ones are deleted.`,
      ];
    }
    if (path === "preventDelete" && before === "true") {
      return [
        `Topic \`${name}\` is **no longer protected** by \`preventDelete\`: it can then be removed from the list.`,
      ];
    }
    const startsDeleting = !before?.includes("delete") && after?.includes("delete");
    if (path.includes("cleanup.policy") && before !== undefined && startsDeleting) {
      return [
        `Topic \`${name}\` **begins to delete** messages (\`cleanup.policy\` ${change}): those past their retention are deleted.`,
      ];
    }
    return [];
  });
}

/** Unset means the broker's own value, which is not known here; -1 means no limit. */
function isShorter(before: string | undefined, after: string | undefined): boolean {
  if (after === undefined || after === "-1") return false;
  return before === undefined || before === "-1" || Number(after) < Number(before);
}

function wholeListWarnings({ operation, name, before, after }: Change): string[] {
  if (operation === "replaced" || operation === "deleted") {
    return [`The list of topics \`${name}\` is **${operation}** as a whole.`];
  }
  if (before && deletesTopics(after) && !deletesTopics(before)) {
    return [
      "`deleteTopics` **becomes true**: a topic that is removed from the list is then deleted, with its messages.",
    ];
  }
  return [];
}

function storageWarnings({ operation, type, name, before, differences }: Change): string[] {
  const what = `${kindOf(type)} \`${name}\``;
  if (operation === "deleted" || operation === "released" || operation === "replaced") {
    const kept = before?.retainOnDelete ?? isClaimHolder(before);
    const fate = kept
      ? "its data stays where it is, and the platform no longer uses it"
      : "**its data is lost**";
    const done = operation === "released" ? "no longer declared" : operation;
    return [`${what}, which holds data, is **${done}**: ${fate}.`];
  }
  if (operation === "created") return [];
  return [...refusedByVolumes(what, differences), ...givenUp(what, differences)];
}

/** Changes that volumes do not support. A deployment refuses them, as does a preview that knows what is deployed. */
function refusedByVolumes(what: string, differences: readonly Difference[]): string[] {
  return differences.flatMap(({ path, before, after }) => {
    const change = `\`${before ?? "default"}\` → \`${after ?? "default"}\``;
    if (path === "spec.storageClassName") {
      return [`${what} **cannot change its storage class** (${change}): \`up\` refuses this.`];
    }
    const isSize = path === "spec.resources.requests.storage";
    return isSize && quantityInGiB(after ?? "") < quantityInGiB(before ?? "")
      ? [`${what} **cannot shrink** (${change}): \`up\` refuses this.`]
      : [];
  });
}

function givenUp(what: string, differences: readonly Difference[]): string[] {
  return differences
    .filter(
      ({ path, before: from, after: to }) =>
        (path === "retainOnDelete" && from === "true" && to !== "true") ||
        (path.endsWith("RetentionPolicy.whenDeleted") && from === "Retain" && to !== "Retain") ||
        (path === "protect" && from === "true"),
    )
    .map(({ path, before: from = "", after: to = "" }) =>
      path === "protect"
        ? `${what} is **no longer protected**: \`destroy\` can then delete it.`
        : `${what} is **no longer retained** (\`${path}\` \`${from}\` → \`${to}\`): \`destroy\` then deletes its data.`,
    );
}

/** A StatefulSet leaves its claims behind, unless it says otherwise. */
function isClaimHolder(state: Change["before"]): boolean {
  return (
    state?.type === "kubernetes:apps/v1:StatefulSet" &&
    !JSON.stringify(state.inputs).includes('"whenDeleted":"Delete"')
  );
}

/** The last part of a type: `Volume` of `docker:index/volume:Volume`. */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}
