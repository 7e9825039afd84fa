/** What decides which resources hold a stack's data: some of its settings, and where they lead. */
export interface DataPlace {
  readonly target: "docker" | "kubernetes";
  /** On Docker: what the names of the volumes begin with. */
  readonly namePrefix?: string;
  /** On Kubernetes: the namespace of the claims. */
  readonly namespace?: string;
  /** On Kubernetes: what distinguishes the cluster from every other one. Absent if it could not be asked. */
  readonly cluster?: string | undefined;
}
