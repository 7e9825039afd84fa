import * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../../targets/target";
import { inStore, sparkJob, type SparkJobArgs } from "./spark-job";

/** Arguments of {@link StreamingJob}. */
export interface StreamingJobArgs extends SparkJobArgs {
  /** The brokers, as `host:port`, separated by commas. */
  readonly bootstrap: string;
  readonly topic: string;
  /** Topic for messages that cannot be read. */
  readonly rejectedTopic: string;
  /** Time in seconds between two batches. */
  readonly triggerSeconds: number;
  /** Length in seconds of the windows in which messages are counted. */
  readonly windowSeconds: number;
  /** Time in seconds for which a window waits for late messages. */
  readonly lateSeconds: number;
  /** Paths of the queries' checkpoints, as `bucket/folder`. */
  readonly checkpoints: {
    readonly bronze: string;
    readonly rejected: string;
    readonly silver: string;
  };
}

/** The guide's job: messages of a topic into the bronze table, and their counts by window into silver. */
export class StreamingJob extends pulumi.ComponentResource {
  public readonly workload: Workload;

  constructor(name: string, args: StreamingJobArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:StreamingJob", name, {}, options);
    this.workload = sparkJob(
      name,
      {
        host: "streaming-job",
        main: "streaming.py",
        environment: {
          KAFKA_BOOTSTRAP: args.bootstrap,
          KAFKA_TOPIC: args.topic,
          KAFKA_REJECTED_TOPIC: args.rejectedTopic,
          TRIGGER_SECONDS: String(args.triggerSeconds),
          WINDOW_SECONDS: String(args.windowSeconds),
          LATE_SECONDS: String(args.lateSeconds),
          BRONZE_CHECKPOINT: inStore(args.checkpoints.bronze),
          REJECTED_CHECKPOINT: inStore(args.checkpoints.rejected),
          SILVER_CHECKPOINT: inStore(args.checkpoints.silver),
        },
      },
      args,
      { parent: this, dependsOn: [args.store.ready] },
    );
    this.registerOutputs({});
  }
}
