import type { Cost } from "../measure/command";
import type { TopicDeclarations } from "../../kafka/topics/declaration";
import type { Connection } from "../../targets/connection";

/** One way to deploy the platform. All use the same images, settings, health checks and topics. */
export interface Contender {
  /** Such as `compose-1`: the tool, and the number of brokers. */
  readonly name: string;
  /** For the report. */
  readonly title: string;
  readonly brokers: number;
  /** How this machine reaches the brokers. */
  readonly connection: Connection;
  /** Deploys the platform from scratch, without its topics if the contender has none of its own way to create them. */
  start(): Promise<Cost>;
  /** Topics to create once {@link start} has ended, all in one call. Absent: it has created them. */
  readonly topics?: TopicDeclarations;
  /** Whether {@link start} ends with the smoke test. If not, the test runs next and counts as the contender's time. */
  readonly provesItself: boolean;
  /** Repeats {@link start} on an existing platform, and compares nothing that the tool does not compare by itself. */
  readonly noop?: () => Promise<Cost>;
  /** Shows what would change on an existing platform. */
  readonly preview?: () => Promise<Cost>;
  /** Compares what is recorded with what exists. */
  readonly refresh?: () => Promise<Cost>;
  /** Removes the platform with its data. */
  destroy(): Promise<Cost>;
  /** Memory of the containers in MiB. */
  memory(): Promise<number>;
  /** Removes everything that is left, including files, whatever its state. */
  remove(): Promise<void>;
}
