import { withDefaults } from "../../common/with-defaults";
import type * as pulumi from "@pulumi/pulumi";
import type { ClaimFacts } from "./cluster-facts";
import type { PodPatches } from "./pod-patch";

/** Which cluster the workloads go to, and where in it. */
export interface KubernetesTargetArgs {
  /** Namespace of everything. Default: `kafka-platform`. */
  readonly namespace?: string;
  /** Whether the namespace is created and deleted with the stack. Otherwise it exists, and others may use it too. Default:
   * true. */
  readonly createNamespace?: boolean;
  /** Context of the kubeconfig. Default: its current one. */
  readonly context?: string;
  /** The kubeconfig's text. Default: the one that kubectl would use. */
  readonly kubeconfig?: pulumi.Input<string>;
  /** Whether the namespace stays, with the volumes in it, when the stack is destroyed. Default: true. */
  readonly retainNamespace?: boolean;
  /** Whether anything that would delete the namespace is refused as a whole. Default: false. */
  readonly protectNamespace?: boolean;
  /** Storage class of the volumes. Default: the cluster's. */
  readonly storageClass?: string;
  /**
   * Time in seconds that the nodes get to pull a workload's image, in addition to the time that the workload takes to
   * become healthy. Default: 600.
   */
  readonly imagePullSeconds?: number;
  /** Whether and how published ports are opened to clients outside the cluster. Default: `none`. */
  readonly external?: "none" | "nodePort" | "loadBalancer";
  /**
   * Host under which clients outside reach the published ports, opened or forwarded, of the replica with this number,
   * from 1. Default: `localhost` for all.
   */
  readonly publishedHost?: (replica: string) => string;
  /** Annotations of the Service that opens the ports of the replica with this number, from 1. Default: none. */
  readonly externalAnnotations?: (replica: string) => Readonly<Record<string, string>>;
  /** Networks, as ADDRESS/BITS, whose clients a load balancer admits. Default: all. */
  readonly externalSourceRanges?: readonly string[];
  /** What is changed in the pods of workloads. Default: nothing. */
  readonly podPatches?: PodPatches;
  /** The claims in the namespace before anything is deployed; undefined if they are not known, and what a
   * stack without a state would take over is then not checked. */
  readonly claims?: readonly ClaimFacts[] | undefined;
}

/** The arguments that a target goes by. */
export type CompleteKubernetesArgs = Required<Omit<KubernetesTargetArgs, "claims">> &
  Pick<KubernetesTargetArgs, "claims">;

/** Completes the arguments with their defaults. */
export function completeArgs(args: KubernetesTargetArgs): CompleteKubernetesArgs {
  return withDefaults(args, {
    namespace: "kafka-platform",
    createNamespace: true,
    context: "",
    kubeconfig: "",
    retainNamespace: true,
    protectNamespace: false,
    storageClass: "",
    imagePullSeconds: 600,
    external: "none",
    publishedHost: () => "localhost",
    externalAnnotations: () => ({}),
    externalSourceRanges: [],
    podPatches: {},
  });
}
