import * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../../targets/target";
import { sparkJob, type SparkJobArgs } from "./spark-job";

/** Arguments of {@link BatchJob}. */
export interface BatchJobArgs extends SparkJobArgs {
  /** Time in minutes between two runs. */
  readonly minutes: number;
  /** Length in seconds of the windows in which messages are counted: that of the streaming job. */
  readonly windowSeconds: number;
  /** Time in seconds for which a window waits for late messages: that of the streaming job. */
  readonly lateSeconds: number;
}

/** The batch layer: recomputes the counts of all windows that are over from the bronze table. */
export class BatchJob extends pulumi.ComponentResource {
  public readonly workload: Workload;

  constructor(name: string, args: BatchJobArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:BatchJob", name, {}, options);
    this.workload = sparkJob(
      name,
      {
        host: "batch-job",
        main: "batch.py",
        environment: {
          BATCH_MINUTES: String(args.minutes),
          WINDOW_SECONDS: String(args.windowSeconds),
          LATE_SECONDS: String(args.lateSeconds),
        },
      },
      args,
      { parent: this, dependsOn: [args.store.ready] },
    );
    this.registerOutputs({});
  }
}
