/** What says, of a stack's settings and of where they lead, which resources hold its data. */
export interface DataPlace {
  readonly target: "docker" | "kubernetes";
  /** On Docker: what the names of the volumes begin with. */
  readonly namePrefix?: string;
  /** On Kubernetes: what the claims are in. */
  readonly namespace?: string;
  /** On Kubernetes: what tells the cluster from every other one. Absent where it could not be asked. */
  readonly cluster?: string | undefined;
}
