import type * as pulumi from "@pulumi/pulumi";
import type { ClaimFacts } from "./cluster-facts";

/** Which cluster the workloads go to, and where in it. */
export interface KubernetesTargetArgs {
  readonly namespace: string;
  /** Whether the namespace is created and deleted with the stack. Otherwise it exists, and others may use it too. */
  readonly createNamespace: boolean;
  /** Context of the kubeconfig. Empty: its current one. */
  readonly context: string;
  /** The kubeconfig's text. Empty: the one that kubectl would use. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Whether the namespace stays, with the volumes in it, when the stack is destroyed. */
  readonly retainNamespace: boolean;
  /** Whether anything that would delete the namespace is refused as a whole. */
  readonly protectNamespace: boolean;
  /** Storage class of the volumes. Empty: the cluster's default. */
  readonly storageClass: string;
  /**
   * Time in seconds that the nodes get to pull a workload's image, in addition to the time that the workload takes to
   * become healthy.
   */
  readonly imagePullSeconds: number;
  /** Whether and how published ports are opened to clients outside the cluster. */
  readonly external: "none" | "nodePort" | "loadBalancer";
  /**
   * Host under which clients outside reach the published ports, opened or forwarded, of the replica with this number,
   * from 1.
   */
  readonly publishedHost: (replica: string) => string;
  /** The claims in the namespace before anything is deployed; undefined if the cluster does not list them. */
  readonly claims: readonly ClaimFacts[] | undefined;
}
