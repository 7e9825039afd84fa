import { askCluster } from "./ask-cluster";
import { judgeObjects, type WantedObjects } from "./claim-rules";
import type { ClaimFacts } from "./cluster-facts";
import type { Finding } from "./finding";
import type { ClusterAccess } from "./kubeconfig";
import { isOwn } from "./names";
import { judgeNamespace, type WantedNamespace } from "./namespace-rules";
import { judgeStorageClass } from "./storage-rules";

/** What is to be deployed, and where. */
export type Wanted = Omit<WantedObjects & WantedNamespace, "kubectl">;

/** What a look at the cluster found. */
export interface Look {
  /** What cannot be deployed. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** What a person should know, and what could not be checked, as sentences. */
  readonly warnings: readonly string[];
  /** Identifies the cluster among all others; undefined if the cluster does not reveal it. */
  readonly identity: string | undefined;
  /**
   * The platform's workloads that this program created, such as `StatefulSet kafka`, as far as the cluster lists them.
   */
  readonly workloads: readonly string[];
  /** The claims in the namespace; undefined if the cluster does not list them. */
  readonly claims: readonly ClaimFacts[] | undefined;
}

/** How to look. */
export interface LookOptions {
  /**
   * Whether nothing will be deployed: a preview can do without a cluster, so it gives no warning if nothing answers.
   */
  readonly isPreview: boolean;
  /** Time for all of it. */
  readonly limitMilliseconds: number;
}

/**
 * Checks whether a cluster can take what is wanted, before anything is touched: the provider finds out too late, or not
 * at all. It would adopt a namespace of others, and replace volumes. What is not answered in time, or may not be read,
 * is not judged.
 */
export async function lookAtCluster(
  access: ClusterAccess,
  wanted: Wanted,
  { isPreview, limitMilliseconds }: LookOptions,
): Promise<Look> {
  const facts = await askCluster(access, wanted, limitMilliseconds);
  const kubectl = `kubectl${access.context && ` --context ${access.context}`}`;
  const storageClass = facts.classes && judgeStorageClass(facts.classes, wanted.storageClass);
  const findings: Finding[] = [
    ...judgeNamespace(facts, { ...wanted, kubectl }),
    ...judgeObjects(facts, { ...wanted, kubectl }),
    ...(storageClass ? [{ path: "storageClass", problem: storageClass }] : []),
  ];
  const problems = new Map<string, string>();
  // One problem per setting is enough to solve at a time.
  for (const { path, problem } of findings) {
    if (problem && !problems.has(path)) problems.set(path, problem);
  }
  const unchecked = findings.flatMap((finding) => finding.unchecked ?? []);
  return {
    problems: [...problems].map(([path, message]) => ({ path, message })),
    warnings: [
      ...findings.flatMap(({ warning }) => warning ?? []),
      ...(unchecked.length > 0 && (facts.hasAnswered || !isPreview)
        ? [`Not checked (${facts.reasons.join("; ")}): ${unchecked.join("; ")}.`]
        : []),
    ],
    identity: facts.identity,
    workloads: (facts.workloads ?? [])
      .filter(({ name, labels }) => wanted.hosts.includes(name) && isOwn(labels))
      .map(({ kind, name }) => `${kind} ${name}`),
    claims: facts.claims,
  };
}
