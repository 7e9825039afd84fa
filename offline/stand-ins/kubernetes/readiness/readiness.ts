import type { Properties } from "../../../../provider/sdk/value";
import type { Cluster } from "../cluster/cluster";

/** How far an object is on its way to being ready. */
export interface Observation {
  readonly state: "failed" | "ready" | "waiting";
  /** Shown during the wait. */
  readonly status?: string;
  /** Shown once the object is ready. */
  readonly completion?: string;
  /** Reported immediately, each one once. */
  readonly warnings?: readonly string[];
  /** What is missing: part of the error if it stays missing. */
  readonly problems?: readonly string[];
  /** Problems of its pods: reported every ten seconds, and part of the error. */
  readonly podProblems?: readonly string[];
}

/** What an observation may use. */
export interface ObservationContext {
  readonly cluster: Cluster;
  /** Seconds since the wait began; infinite without a wait. */
  readonly elapsedSeconds: number;
}

/** Watches one object. It may remember what it has seen. */
export interface Readiness {
  /** How long to wait by default. */
  readonly timeoutSeconds: number;
  /** Shown before the first observation. */
  readonly firstStatus?: (live: Properties) => string;
  /** How long the object must stay ready to count as ready, in seconds; 0 by default. */
  readonly confirmationSeconds?: (live: Properties) => number;
  observe(live: Properties, context: ObservationContext): Observation | Promise<Observation>;
}
