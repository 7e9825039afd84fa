import type { ReplicaState } from "./watched";

/** A run that ends before this many seconds counts as a failed start. */
const shortRunSeconds = 60;
/** Exits in a row, including the first, that make a crash loop. */
const endsOfLoop = 3;
/** Seconds that anyone who stopped a replica has to start it again. */
const stoppedSeconds = 5;
/** Seconds that a temporary obstacle, such as a registry that does not answer, has to pass. */
const obstacleSeconds = 30;

/** A replica that will not become ready by itself. */
export interface Failing {
  readonly replica: ReplicaState;
  /** Such as `ended with exit code 1, 3 times by now`, counted since it was created or last started by hand. */
  readonly what: string;
}

/** Finds, by looking at replicas repeatedly, those that will never become ready by themselves. */
export class CrashWatch {
  /** When a replica's trouble was first seen, in milliseconds, by the kind of trouble and the replica's name. */
  private readonly since = new Map<string, number>();

  /** @param restartSeconds Time in which restarts are part of a normal start. */
  constructor(private readonly restartSeconds: number) {}

  /** The first replica that is failing. */
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
    if (isStopped) return end ? `ended with ${end.how}` : "is not running";
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
    // Why this was not reported after the third exit.
    const why =
      this.restartSeconds > 0 ? `, after waiting ${seconds} s for its restarts to stop` : "";
    return `ended with ${end.how}, ${ends} times so far${why}`;
  }

  /** Whether a trouble has been seen at every look for this many seconds. */
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
