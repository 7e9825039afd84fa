import type { ClusterFacts, ObjectFacts } from "./cluster-facts";
import type { Finding } from "./finding";
import { isOwn, ownLabel } from "./names";

/** What is required of the namespace. */
export interface WantedNamespace {
  readonly namespace: string;
  readonly createNamespace: boolean;
  /** Whether a destroy leaves the namespace that was created, or deletes it with everything in it. */
  readonly retainNamespace: boolean;
  /** Host names of the workloads, which their objects have as a label. */
  readonly hosts: readonly string[];
  /** How a person calls kubectl for the cluster. */
  readonly kubectl: string;
}

/**
 * Whether a namespace may be used as configured: only one that this program created is adopted, labeled and deleted;
 * any other is used unchanged, and must exist.
 */
export function judgeNamespace(facts: ClusterFacts, wanted: WantedNamespace): Finding[] {
  const { namespace, createNamespace } = wanted;
  if (facts.namespace === "absent") {
    const problem = `is ${namespace}, which the cluster does not have; create it, or set createNamespace: true`;
    return createNamespace ? [] : [{ path: "namespace", problem }];
  }
  if (!facts.namespace) {
    const unchecked = `whether the namespace ${namespace} is this program's own`;
    return createNamespace ? [{ path: "namespace", unchecked }] : [];
  }
  if (isOwn(facts.namespace)) return judgeContents(facts, wanted);
  const origin = originOf(facts);
  if (!createNamespace) {
    return origin === "earlier release"
      ? [{ path: "createNamespace", problem: stillOwned(wanted) }]
      : [];
  }
  if (origin === undefined || (origin === "earlier release" && !(facts.pods && facts.workloads))) {
    return [{ path: "namespace", unchecked: `what is in the namespace ${namespace}` }];
  }
  return origin === "earlier release" && foreign(facts).length === 0
    ? []
    : [{ path: "namespace", problem: notOwn(facts, wanted) }];
}

/** The label is a common one that others may have set, and others may run something in a namespace of this program. */
function judgeContents(facts: ClusterFacts, wanted: WantedNamespace): Finding[] {
  const { namespace, createNamespace, retainNamespace, hosts } = wanted;
  if (!createNamespace || retainNamespace) return [];
  const others = [
    ...(facts.workloads ?? []),
    ...(facts.claims ?? []),
    ...(facts.pods ?? []),
  ].filter(
    ({ labels }) => !isOwn(labels) || !hosts.includes(labels["app.kubernetes.io/name"] ?? ""),
  );
  if (others.length > 0) {
    const warning =
      `namespace is ${namespace}, and retainData is false: a destroy would delete the namespace with ` +
      `${namesOf(others)}, not created by this program. Move them, or set retainData: true, ` +
      "or createNamespace: false if others created the namespace.";
    return [{ path: "namespace", warning }];
  }
  return facts.claims && facts.workloads && facts.pods
    ? []
    : [
        {
          path: "namespace",
          unchecked: `what else is in the namespace ${namespace}, which a destroy would delete`,
        },
      ];
}

/** The labels that releases before {@link ownLabel} gave a namespace. */
const earlierLabels = {
  "app.kubernetes.io/managed-by": "pulumi",
  "pod-security.kubernetes.io/enforce": "restricted",
};

/**
 * The creator of a namespace without the label: claims that only a StatefulSet can have created indicate an earlier
 * release.
 */
function originOf({ namespace, claims }: ClusterFacts): "earlier release" | "others" | undefined {
  const labels = namespace as Readonly<Record<string, string>>;
  const isLabelled = Object.entries(earlierLabels).every(([key, value]) => labels[key] === value);
  if (!isLabelled) return "others";
  return (
    claims &&
    (claims.some(({ labels: own }) => isOwn(own) && !("app.kubernetes.io/managed-by" in own))
      ? "earlier release"
      : "others")
  );
}

function foreign({ pods = [], claims = [], workloads = [] }: ClusterFacts): ObjectFacts[] {
  return [...workloads, ...claims, ...pods].filter(({ labels }) => !isOwn(labels));
}

function notOwn(facts: ClusterFacts, { namespace, kubectl }: WantedNamespace): string {
  const others = foreign(facts);
  const holds = others.length > 0 ? `, and holds ${namesOf(others)}` : "";
  return (
    `is ${namespace}, which exists and was not created by this program${holds}; ` +
    "set createNamespace: false to use it as it is, or choose another namespace. " +
    `If an earlier release of this program created it: ${labelCommand(namespace, kubectl)}`
  );
}

/** The state of an earlier release still contains the namespace, and would delete it with everything in it. */
function stillOwned({ namespace, kubectl }: WantedNamespace): string {
  return (
    `is false, but an earlier release of this program created the namespace ${namespace}, or took it over, and Pulumi ` +
    `might delete it now. Run ${labelCommand(namespace, kubectl)}, deploy once with ` +
    "createNamespace: true and retainData: true, then set createNamespace: false"
  );
}

function labelCommand(namespace: string, kubectl: string): string {
  const [label] = Object.entries(ownLabel).map((entry) => entry.join("="));
  return `${kubectl} label namespace ${namespace} ${label}`;
}

function namesOf(objects: readonly ObjectFacts[]): string {
  const names = objects.map(({ kind, name }) => `${kind} ${name}`);
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
