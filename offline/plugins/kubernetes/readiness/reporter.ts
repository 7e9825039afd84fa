import type { Log } from "../../../../plugin/engine-log";
import type { Observation } from "./readiness";

const podReportSeconds = 10;

/** Tells the user how a wait goes, everything once. */
export class Reporter {
  private readonly said = new Set<string>();
  private lastStatus = "";
  private nextPodReport = podReportSeconds;

  constructor(
    private readonly log: Log,
    private readonly urn: string,
  ) {}

  /** Shows where the wait is. */
  status(message: string): void {
    if (message !== this.lastStatus) this.log.status(this.urn, message);
    this.lastStatus = message;
  }

  /** Shows what was seen: warnings at once, troubles of pods every ten seconds. */
  report(observation: Observation, elapsedSeconds: number): void {
    observation.warnings?.forEach((warning) => this.warn(warning));
    if (elapsedSeconds >= this.nextPodReport) {
      this.nextPodReport += podReportSeconds;
      observation.podProblems?.forEach((problem) => this.warn(problem));
    }
    if (observation.status) this.status(observation.status);
    if (observation.state === "ready" && observation.completion) {
      this.status(observation.completion);
    }
  }

  private warn(message: string): void {
    if (!this.said.has(message)) this.log.warning(this.urn, message);
    this.said.add(message);
  }
}
