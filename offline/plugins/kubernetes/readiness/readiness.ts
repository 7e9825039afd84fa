import type { Properties } from "../../../../plugin/value";
import type { Cluster } from "../cluster/cluster";

/** How far an object is on its way to doing its work. */
export interface Observation {
  readonly state: "failed" | "ready" | "waiting";
  /** Shown while it lasts. */
  readonly status?: string;
  /** Shown once it is ready. */
  readonly completion?: string;
  /** Reported at once, each of them once. */
  readonly warnings?: readonly string[];
  /** What is missing: parts of the error if it stays so. */
  readonly problems?: readonly string[];
  /** What its pods lack: reported every ten seconds, and parts of the error. */
  readonly podProblems?: readonly string[];
}

/** What an observation may ask for. */
export interface ObservationContext {
  readonly cluster: Cluster;
  /** Since the wait began; infinite if nobody waits. */
  readonly elapsedSeconds: number;
}

/** Watches one object. It may remember what it has seen. */
export interface Readiness {
  /** How long to wait by default. */
  readonly timeoutSeconds: number;
  /** Shown before the first observation. */
  readonly firstStatus?: (live: Properties) => string;
  /** How long it must stay ready to be believed, in seconds; 0 by default. */
  readonly confirmationSeconds?: (live: Properties) => number;
  observe(live: Properties, context: ObservationContext): Observation | Promise<Observation>;
}
