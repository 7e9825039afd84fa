import { unreachable } from "../../common/unreachable";
import type { ClusterAccess } from "../kubernetes/kubeconfig";

/** Where replicas run, and where their state, and why they ended, can be read. */
export type Watched = WatchedContainers | WatchedPods;

interface Patience {
  /** Time in seconds in which restarts are part of a normal start. */
  readonly restartSeconds: number;
}

export interface WatchedContainers extends Patience {
  readonly via: "docker";
  /** Names on the engine. */
  readonly containers: readonly string[];
}

export interface WatchedPods extends ClusterAccess, Patience {
  readonly via: "kubernetes";
  readonly namespace: string;
  /** The kind of controller that creates the pods. */
  readonly kind: "StatefulSet" | "Deployment";
  readonly name: string;
}

/** Replicas as they are now. */
export interface Sight {
  readonly replicas: readonly ReplicaState[];
  /** Whether they all exist as declared and are ready. */
  readonly isComplete: boolean;
}

/** One replica as it is now. */
export interface ReplicaState {
  /** For people, such as `container kafka`. */
  readonly name: string;
  /** In words, such as `starting`. */
  readonly state: string;
  readonly isReady: boolean;
  /** `waits`: it will be started, or restarted. `ended`: nothing restarts it. */
  readonly phase: "runs" | "waits" | "ended";
  /** How often it was restarted after it had ended by itself. */
  readonly restarts: number;
  /** How its last run ended; absent if there was none. */
  readonly end?: RunEnd;
  /** What keeps it from being started at all, and whether that will not pass by itself. */
  readonly obstacle?: { readonly reason: string; readonly isFinal: boolean };
  /** The last lines of its last health check; absent if that passed, or the target does not tell. */
  readonly check?: readonly string[];
  /** The last lines of its log. */
  readonly log: () => Promise<readonly string[]>;
}

/** How a run ended. */
export interface RunEnd {
  /** Such as `exit code 1`. */
  readonly how: string;
  /** How long it ran. */
  readonly ranSeconds: number;
}

/**
 * Looks at replicas now.
 *
 * @param waits Whether someone waits for them to become ready. Default: false.
 */
export async function lookAt(watched: Watched, waits = false): Promise<Sight> {
  switch (watched.via) {
    case "docker": {
      const { lookAtContainers } = await import("./containers");
      return lookAtContainers(watched, waits);
    }
    case "kubernetes": {
      const { lookAtPods } = await import("./pods");
      return lookAtPods(watched);
    }
    default:
      return unreachable(watched);
  }
}
