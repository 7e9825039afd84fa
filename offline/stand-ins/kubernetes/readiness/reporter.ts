import type { Log } from "../../../../provider/sdk/engine-log";
import type { Observation } from "./readiness";

const podReportSeconds = 10;

/** Reports the progress of a wait to the user, each message once. */
export class Reporter {
  private readonly said = new Set<string>();
  private lastStatus = "";
  private nextPodReport = podReportSeconds;

  constructor(
    private readonly log: Log,
    private readonly urn: string,
  ) {}

  /** Shows the current status of the wait. */
  status(message: string): void {
    if (message !== this.lastStatus) this.log.status(this.urn, message);
    this.lastStatus = message;
  }

  /** Shows an observation: warnings immediately, problems of pods every ten seconds. */
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
