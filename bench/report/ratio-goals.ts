import type { Quantity } from "../measure/sample";

/** A goal for the ratio of two contenders' medians. */
export interface RatioGoal {
  readonly text: string;
  /** What has been tried if it is missed. */
  readonly tried: string;
  readonly quantity: Quantity;
  /** Contenders by name: this project's and the one it is compared with. */
  readonly own: string;
  readonly other: string;
  readonly most: number;
}

const toProof = "to a passed smoke test";

const triedOnDocker =
  "On Docker, kept: the plugins start while the program loads, nothing waits for a container's health check, and brokers wait " +
  "for ZooKeeper by themselves. Rejected: creating containers in parallel, because the state would then lack the " +
  "order in which a destroy stops them.";
const triedOnKubernetes =
  "On Kubernetes, kept: ZooKeeper and brokers are created together, and the provider looks at the pods itself instead of waiting as " +
  "the official plugin does.";

/** All of them. */
export const ratios: readonly RatioGoal[] = [
  ...[1, 3].map((brokers) => ({
    text: `Docker, ${brokers} broker${brokers === 1 ? "" : "s"}, ${toProof}`,
    tried: triedOnDocker,
    quantity: "smokePassed" as const,
    own: `pulumi-docker-${brokers}`,
    other: `compose-${brokers}`,
    most: brokers === 1 ? 0.75 : 0.85,
  })),
  {
    text: "Docker, 1 broker, to the first acknowledged message",
    tried: triedOnDocker,
    quantity: "firstMessage",
    own: "pulumi-docker-1",
    other: "compose-1",
    most: 1.15,
  },
  ...[1, 3].map((brokers) => ({
    text: `Kubernetes, ${brokers} broker${brokers === 1 ? "" : "s"}, ${toProof}`,
    tried: triedOnKubernetes,
    quantity: "smokePassed" as const,
    own: `pulumi-kubernetes-${brokers}`,
    other: `kubectl-${brokers}`,
    most: 1,
  })),
  {
    text: "Kubernetes, 3 brokers, destroy",
    tried: "For destroy, kept: brokers that all go skip the wait for in-sync replicas.",
    quantity: "destroy",
    own: "pulumi-kubernetes-3",
    other: "kubectl-3",
    most: 2,
  },
];

/** The median of a contender's quantity; undefined if it was not measured. */
export type Median = (contender: string, quantity: Quantity) => number | undefined;

/** The ratio that a goal is about; undefined if it was not measured. */
export function ratioOf({ own, other, quantity }: RatioGoal, median: Median): number | undefined {
  const [ours, theirs] = [median(own, quantity), median(other, quantity)];
  return ours === undefined || theirs === undefined ? undefined : ours / theirs;
}

/** Name of the tool that a goal compares with. */
export function rival({ other }: RatioGoal): string {
  return other.startsWith("compose") ? "Compose" : "kubectl";
}
