/** How the machine that runs the program reaches a port of every replica of a workload. */
export interface Reach {
  /** `direct`: by TCP connections to the addresses as they are. */
  readonly via: "direct";
  /** One `host:port` a replica. */
  readonly addresses: readonly string[];
}
