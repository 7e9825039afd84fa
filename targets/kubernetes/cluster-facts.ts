import type { StorageClassFacts } from "./storage-rules";

type Labels = Readonly<Record<string, string>>;

/** What is read about an object in the namespace. */
export interface ObjectFacts {
  /** As messages name it, such as `Service`. */
  readonly kind: string;
  readonly name: string;
  readonly labels: Labels;
}

/** What is read about a claim. */
export interface ClaimFacts extends ObjectFacts {
  /** The size that it requests. */
  readonly sizeGiB: number;
  /** Empty: no class. */
  readonly storageClass: string;
  /** Whether it is bound to a volume. */
  readonly isBound: boolean;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What was found in a cluster. What is undefined could not be read. */
export interface ClusterFacts {
  /** Uid of the namespace `kube-system`, which lives as long as the cluster. */
  readonly identity: string | undefined;
  /** The namespace's labels. */
  readonly namespace: Labels | "absent" | undefined;
  readonly claims: readonly ClaimFacts[] | undefined;
  /** StatefulSets, Deployments and Services. */
  readonly workloads: readonly ObjectFacts[] | undefined;
  /** Also undefined if nothing asks for them. */
  readonly pods: readonly ObjectFacts[] | undefined;
  readonly classes: readonly StorageClassFacts[] | undefined;
  /** Why something could not be read. */
  readonly reasons: readonly string[];
  /** Whether anything answered at all, even if only that it may not be read. */
  readonly hasAnswered: boolean;
}
