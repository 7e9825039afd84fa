import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { heartbeat } from "./heartbeat";
import type { Target, Workload, WorkloadArgs } from "../../targets/target";
import type { Database } from "./database";

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

const folder = "/opt/pipelines";

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
    host: "table-copy",
    image: args.image,
    replicas: 1,
    command: [],
    args: ["sh", "-c", `${install} && exec python ${folder}/table_copy.py`],
    userId: 1000,
    setsUser: true,
    environment: () => ({
      HOME: "/tmp",
      PYTHONUNBUFFERED: "1",
      KAFKA_BOOTSTRAP: args.bootstrap,
      KAFKA_TOPIC: args.topic,
      KAFKA_REJECTED_TOPIC: args.rejectedTopic,
      PGHOST: database.host,
      PGPORT: String(database.port),
      PGUSER: database.user,
      PGDATABASE: database.database,
    }),
    secretEnvironment: { PGPASSWORD: database.password },
    files: ["table_copy.py", "requirements.txt"].map((file) => ({
      path: join(folder, file),
      content: readFileSync(join(__dirname, "../clients", file), "utf8"),
    })),
    ports: [],
    volumes: [],
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

/** Into /tmp, because the image's own folder is read-only for that user. What is there already is not downloaded. */
const install = `pip install --quiet --user --no-warn-script-location --disable-pip-version-check --require-hashes --requirement ${folder}/requirements.txt`;
