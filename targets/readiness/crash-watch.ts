import type { ReplicaState } from "./watched";

/** A run that ends before this many seconds counts as a failed start. */
const shortRunSeconds = 60;
/** Ends in a row, the first included, that make a loop. */
const endsOfLoop = 3;
/** Seconds that whoever stopped a replica gets to start it again. */
const stoppedSeconds = 5;
/** Seconds that an obstacle which may pass, such as a registry that does not answer, gets to do so. */
const obstacleSeconds = 30;

/** A replica that will not get ready by itself. */
export interface Failing {
  readonly replica: ReplicaState;
  /** Such as `ended with exit code 1, 3 times by now`, all since it was made or last started by hand. */
  readonly what: string;
}

/** Tells from looks at replicas, one after the other, which of them will never get ready by itself. */
export class CrashWatch {
  /** When a replica's trouble was first seen, in milliseconds, by the kind of trouble and its name. */
  private readonly since = new Map<string, number>();

  /** @param restartSeconds Time in which restarts are part of a normal start. */
  constructor(private readonly restartSeconds: number) {}

  /** The first that is failing. */
  see(replicas: readonly ReplicaState[], now = Date.now()): Failing | undefined {
    for (const replica of replicas) {
      const what = this.troubleOf(replica, now);
      if (what !== undefined) return { replica, what };
    }
    return undefined;
  }

  private troubleOf(replica: ReplicaState, now: number): string | undefined {
    const { phase, end, restarts, obstacle, isReady } = replica;
    if (isReady) this.since.delete(`loop ${replica.name}`);
    const isStopped = this.lasts(replica, "stopped", phase === "ended", now, stoppedSeconds);
    if (isStopped) return end ? `ended with ${end.how}` : "does not run";
    const patience = obstacle?.isFinal ? 0 : obstacleSeconds;
    const isStuck = this.lasts(replica, "obstacle", obstacle !== undefined, now, patience);
    if (obstacle && isStuck) return `cannot be started: ${obstacle.reason}`;
    if (phase === "runs" || !end || end.ranSeconds >= shortRunSeconds) return undefined;
    const key = `loop ${replica.name}`;
    const first = this.since.get(key) ?? now;
    this.since.set(key, first);
    const ends = restarts + 1;
    const seconds = Math.floor((now - first) / 1000);
    if (ends < endsOfLoop || seconds < this.restartSeconds) return undefined;
    // Why it was not told after the third.
    const why = this.restartSeconds > 0 ? `, with restarts waited out for ${seconds} s` : "";
    return `ended with ${end.how}, ${ends} times by now${why}`;
  }

  /** Whether a trouble has been seen at each look for so long. */
  private lasts(
    { name }: ReplicaState,
    kind: string,
    isThere: boolean,
    now: number,
    seconds: number,
  ): boolean {
    const key = `${kind} ${name}`;
    const first = this.since.get(key) ?? now;
    if (isThere) this.since.set(key, first);
    else this.since.delete(key);
    return isThere && now - first >= seconds * 1000;
  }
}
