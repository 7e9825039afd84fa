import type { Cost } from "../measure/command";
import type { Reach } from "../../targets/reach";

/** One way to get the platform: all have the same images, settings, health checks and topics. */
export interface Contender {
  /** Such as `compose-1`: the tool, and the number of brokers. */
  readonly name: string;
  /** For the report. */
  readonly title: string;
  readonly brokers: number;
  /** How the brokers are reached from this machine. */
  readonly reach: Reach;
  /** Makes the platform from nothing, its topics included. */
  start(): Promise<Cost>;
  /** Whether {@link start} ends with the smoke test; if not, it is run next, on the contender's clock. */
  readonly provesItself: boolean;
  /** Does what {@link start} did, on a platform that is there. */
  readonly noop?: () => Promise<Cost>;
  /** Says what would be done, on a platform that is there. */
  readonly preview?: () => Promise<Cost>;
  /** Compares what is recorded with what is there. */
  readonly refresh?: () => Promise<Cost>;
  /** Takes the platform away, with its data. */
  destroy(): Promise<Cost>;
  /** Memory of the containers in MiB. */
  memory(): Promise<number>;
  /** Removes whatever is left, files too, in whatever state it is. */
  remove(): Promise<void>;
}
