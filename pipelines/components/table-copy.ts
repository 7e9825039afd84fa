import * as pulumi from "@pulumi/pulumi";
import type { Target, Workload, WorkloadArgs } from "../../targets/target";
import type { Database } from "./database";
import { heartbeat } from "./heartbeat";
import { clientFiles, installAndRun, pythonClient, pythonEnvironment } from "./python-client";

/** Arguments of {@link TableCopy}. */
export interface TableCopyArgs {
  readonly target: Target;
  readonly image: string;
  /** The brokers, as `host:port`, separated by commas. */
  readonly bootstrap: string;
  readonly database: Database;
  /** The topic of the changes. */
  readonly topic: string;
  /** Topic for changes that cannot be applied. */
  readonly rejectedTopic: string;
  readonly startTimeoutSeconds: number;
}

const passwordFile = "/etc/pipelines/database-password";

/** A consumer that applies the changes of a table to its copy. */
export class TableCopy extends pulumi.ComponentResource {
  public readonly workload: Workload;

  constructor(name: string, args: TableCopyArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:TableCopy", name, {}, options);
    this.workload = args.target.workload(name, copyWorkload(args), {
      parent: this,
      dependsOn: args.database.workload.resources,
    });
    this.registerOutputs({});
  }
}

function copyWorkload(args: TableCopyArgs): WorkloadArgs {
  const { database } = args;
  return {
    ...pythonClient,
    host: "table-copy",
    image: args.image,
    args: installAndRun("table_copy.py", "requirements.txt"),
    environment: () => ({
      ...pythonEnvironment,
      KAFKA_BOOTSTRAP: args.bootstrap,
      KAFKA_TOPIC: args.topic,
      KAFKA_REJECTED_TOPIC: args.rejectedTopic,
      PGHOST: database.host,
      PGPORT: String(database.port),
      PGUSER: database.user,
      // Not PGPASSFILE: libpq ignores a file that others may read, even if they are not there.
      PASSWORD_FILE: passwordFile,
      PGDATABASE: database.database,
    }),
    files: [
      ...clientFiles("table_copy.py", "consumer.py", "requirements.txt"),
      { path: passwordFile, content: database.password },
    ],
    health: {
      ...heartbeat,
      intervalSeconds: 3,
      timeoutSeconds: 5,
      retries: 3,
      startSeconds: 60,
      deadlineSeconds: args.startTimeoutSeconds,
    },
    resources: { cpuMillicores: 50, memoryMiB: 256 },
    stopGraceSeconds: 10,
  };
}
