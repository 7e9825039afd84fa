import { unreachable } from "../../exhaustive";
import type { ClusterAccess } from "../kubernetes/kubeconfig";

/** Where replicas run: how they are, and why they ended, is read there. */
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
  /** What makes the pods. */
  readonly kind: "StatefulSet" | "Deployment";
  readonly name: string;
}

/** Replicas as they are now. */
export interface Sight {
  readonly replicas: readonly ReplicaState[];
  /** Whether they are all there, as they are to be, and ready. */
  readonly isComplete: boolean;
}

/** One replica as it is now. */
export interface ReplicaState {
  /** For people, such as `container kafka`. */
  readonly name: string;
  /** In words, such as `starting`. */
  readonly state: string;
  readonly isReady: boolean;
  /** `waits`: it is to be started, or started again. `ended`: nobody starts it again. */
  readonly phase: "runs" | "waits" | "ended";
  /** How often it was started again after it had ended by itself. */
  readonly restarts: number;
  /** How its last run ended; absent where there was none. */
  readonly end?: RunEnd;
  /** What keeps it from being started at all, and whether that cannot pass by itself. */
  readonly obstacle?: { readonly reason: string; readonly isFinal: boolean };
  /** The last lines of its log. */
  readonly log: () => Promise<readonly string[]>;
}

/** How a run ended. */
export interface RunEnd {
  /** Such as `exit code 1`. */
  readonly how: string;
  /** How long it had run. */
  readonly ranSeconds: number;
}

/** Looks at replicas now. */
export async function lookAt(watched: Watched): Promise<Sight> {
  switch (watched.via) {
    case "docker": {
      const { lookAtContainers } = await import("./containers");
      return lookAtContainers(watched);
    }
    case "kubernetes": {
      const { lookAtPods } = await import("./pods");
      return lookAtPods(watched);
    }
    default:
      return unreachable(watched);
  }
}
