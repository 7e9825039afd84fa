import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../../provider/sdk/value";
import { skipsAwait, timeLimit } from "../annotations";
import type { Cluster } from "../cluster/cluster";
import type { Log } from "../../../../provider/sdk/engine-log";
import type { Kind } from "../kinds";
import { nameOf, text } from "../object";
import { claimReadiness } from "./claim";
import { conditionReadiness } from "./condition";
import { deploymentReadiness } from "./deployment";
import { jobReadiness } from "./job";
import type { Observation, Readiness } from "./readiness";
import { Reporter } from "./reporter";
import { serviceReadiness } from "./service";
import { statefulSetReadiness } from "./stateful-set";

const readinessOf: Readonly<Record<string, () => Readiness>> = {
  Deployment: () => deploymentReadiness,
  Job: jobReadiness,
  PersistentVolumeClaim: () => claimReadiness,
  Service: () => serviceReadiness,
  StatefulSet: () => statefulSetReadiness,
};

const pollMilliseconds = 300;

/** An object is in the cluster but is not ready. */
export class NotReadyError extends Error {
  constructor(
    /** What is wrong, the main reason first. */
    readonly reasons: readonly [string, ...string[]],
    readonly live: Properties,
  ) {
    super(reasons.join("\n"));
  }
}

/** What to wait for, and how. */
export interface Wait {
  readonly cluster: Cluster;
  readonly log: Log;
  readonly urn: string;
  readonly kind: Kind;
  /** The user's time limit in seconds; 0 for the kind's own. */
  readonly timeoutSeconds: number;
}

/**
 * Waits until an object is ready.
 *
 * @returns the object in its ready state
 * @throws NotReadyError if it fails, or after the time limit
 */
export async function awaitReady(live: Properties, wait: Wait): Promise<Properties> {
  const { cluster, log, urn, kind } = wait;
  const readiness = conditionReadiness(live) ?? readinessOf[kind.kind]?.();
  if (!readiness) return live;
  if (skipsAwait(live)) {
    log.status(urn, "Skipping await logic");
    return live;
  }
  const limit = timeLimit(live, wait.timeoutSeconds, readiness.timeoutSeconds);
  const start = Date.now();
  const reporter = new Reporter(log, urn);
  if (readiness.firstStatus) reporter.status(readiness.firstStatus(live));
  let readySince: number | undefined;
  for (;;) {
    const current = await cluster.read(kind, nameOf(live));
    const elapsedSeconds = (Date.now() - start) / 1000;
    const observation = await readiness.observe(current, { cluster, elapsedSeconds });
    const isReady = observation.state === "ready";
    readySince = isReady ? (readySince ?? elapsedSeconds) : undefined;
    const missing =
      (readiness.confirmationSeconds?.(current) ?? 0) + (readySince ?? 0) - elapsedSeconds;
    if (!isReady || missing <= 0) reporter.report(observation, elapsedSeconds);
    if (isReady && missing <= 0) return current;
    if (observation.state === "failed")
      throw new NotReadyError(failed(current, observation), current);
    if (elapsedSeconds >= limit) {
      const name = text(current, "metadata", "name");
      const reasons = parts(observation);
      throw new NotReadyError([`'${name}' timed out waiting to be Ready`, ...reasons], current);
    }
    await sleep(pollMilliseconds);
  }
}

/**
 * Checks once, without waiting.
 *
 * @throws NotReadyError if the object is not ready
 */
export async function checkReady(live: Properties, wait: Omit<Wait, "timeoutSeconds">) {
  const readiness = conditionReadiness(live) ?? readinessOf[wait.kind.kind]?.();
  if (!readiness || skipsAwait(live)) return;
  const observation = await readiness.observe(live, {
    cluster: wait.cluster,
    elapsedSeconds: Infinity,
  });
  const message = observation.completion ?? observation.status;
  if (message) wait.log.status(wait.urn, message);
  if (observation.state !== "ready") throw new NotReadyError(failed(live, observation), live);
}

function failed(live: Properties, observation: Observation): [string, ...string[]] {
  const name = text(live, "metadata", "name");
  return [`Resource '${name}' was created but failed to initialize`, ...parts(observation)];
}

function parts({ problems = [], podProblems = [] }: Observation): string[] {
  return [...problems, ...podProblems];
}
