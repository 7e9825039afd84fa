import type { StorageClassFacts } from "./storage-rules";

type Labels = Readonly<Record<string, string>>;

/** What is looked at of an object in the namespace. */
export interface ObjectFacts {
  /** As messages name it, such as `Service`. */
  readonly kind: string;
  readonly name: string;
  readonly labels: Labels;
}

/** What is looked at of a claim. */
export interface ClaimFacts extends ObjectFacts {
  /** What it asks for. */
  readonly sizeGiB: number;
  /** Empty: of none. */
  readonly storageClass: string;
  /** Whether it has its volume. */
  readonly isBound: boolean;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a cluster was found to hold. What is undefined could not be read. */
export interface ClusterFacts {
  /** Uid of the namespace `kube-system`, which lives as long as the cluster. */
  readonly identity: string | undefined;
  /** The namespace's labels. */
  readonly namespace: Labels | "absent" | undefined;
  readonly claims: readonly ClaimFacts[] | undefined;
  /** StatefulSets, Deployments and Services. */
  readonly workloads: readonly ObjectFacts[] | undefined;
  /** Undefined also where nobody asks for them. */
  readonly pods: readonly ObjectFacts[] | undefined;
  readonly classes: readonly StorageClassFacts[] | undefined;
  /** Why something could not be read. */
  readonly reasons: readonly string[];
  /** Whether anything answered at all, if only that it may not be read. */
  readonly hasAnswered: boolean;
}
