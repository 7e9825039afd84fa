import type { Properties } from "../../../../provider/sdk/value";
import { count, formatName, nameOf, objects, text } from "../object";
import { endedContainers, podsOf, unreadyContainers } from "./pods";
import type { Observation, ObservationContext, Readiness } from "./readiness";

/** Ready when the Job is complete; failed as soon as the Job gives up. */
export function jobReadiness(): Readiness {
  // A pod that has ended no longer reports its earlier problems.
  const podProblems = new Set<string>();
  let sawItWork = false;

  async function observe(live: Properties, { cluster }: ObservationContext): Promise<Observation> {
    const failure = condition(live, "Failed");
    sawItWork ||= !failure;
    const pods = sawItWork ? await podsOf(cluster, live) : [];
    const ended = pods.flatMap(endedContainers);
    for (const problem of [...pods.flatMap(unreadyContainers), ...ended]) podProblems.add(problem);
    const problems = failure ? [`[${text(failure, "reason")}] ${text(failure, "message")}`] : [];
    return {
      state: failure ? "failed" : condition(live, "Complete") ? "ready" : "waiting",
      status: progress(live),
      warnings: ended,
      problems: [...podProblems, ...problems],
    };
  }

  return {
    timeoutSeconds: 600,
    firstStatus: (live) => `Waiting for Job "${formatName(nameOf(live))}" to start`,
    observe,
  };
}

function progress(live: Properties): string {
  const counts = ["active", "succeeded", "failed"].map((name) => count(live, "status", name));
  const [active, succeeded, failed] = counts;
  return (
    `Waiting for Job "${formatName(nameOf(live))}" to succeed ` +
    `(Active: ${active} | Succeeded: ${succeeded} | Failed: ${failed})`
  );
}

function condition(live: Properties, type: string): Properties | undefined {
  return objects(live, "status", "conditions").find(
    (candidate) => candidate.type === type && candidate.status === "True",
  );
}
