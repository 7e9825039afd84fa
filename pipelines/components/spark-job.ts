import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { heartbeat } from "./heartbeat";
import type { Target, Workload, WorkloadArgs, WorkloadOptions } from "../../targets/target";
import type { StoreAccess } from "./object-store";
import { storedVolume } from "./stored";

/** What a Spark job is deployed with. */
export interface SparkJobArgs {
  readonly target: Target;
  readonly image: string;
  /** Java heap in MiB. */
  readonly memoryMiB: number;
  readonly cpuMillicores: number;
  /** Time in seconds to start, in which Spark may have to download its packages. */
  readonly startTimeoutSeconds: number;
  readonly store: StoreAccess;
  /** Paths of the tables, as `bucket/folder`. */
  readonly tables: { readonly bronze: string; readonly silver: string; readonly gold: string };
}

/** What distinguishes one job from another. */
export interface SparkProgram {
  readonly host: "streaming-job" | "batch-job";
  /** The file in pipelines/spark that is run. */
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Versions that belong together: https://docs.delta.io/latest/releases.html, and Spark's own Hadoop. */
export const packages = [
  "io.delta:delta-spark_2.12:3.3.2",
  "org.apache.spark:spark-sql-kafka-0-10_2.12:3.5.7",
  "org.apache.hadoop:hadoop-aws:3.3.4",
];

const folder = "/opt/pipelines";
/**
 * Hadoop reads it from Spark's own folder. In a file, because options and the environment are shown by `docker inspect`;
 * not in one of Spark's properties, which would take the place of the image's.
 */
const keysFile = "/opt/spark/conf/core-site.xml";
const sources = ["batch.py", "checkpoint.py", "job.py", "streaming.py", "tables.py", "topic.py"];
/** The JVM outside its heap, and Python. */
const besidesHeapMiB = 512;

/** Declares a Spark job: a driver that is also its only executor, which runs until it is stopped. */
export function sparkJob(
  name: string,
  program: SparkProgram,
  args: SparkJobArgs,
  options: WorkloadOptions,
): Workload {
  return args.target.workload(name, sparkWorkload(program, args), options);
}

/** A path as Spark names it. */
export function inStore(path: string): string {
  return `s3a://${path}`;
}

function sparkWorkload(
  { host, main, environment }: SparkProgram,
  args: SparkJobArgs,
): WorkloadArgs {
  const { store, tables, memoryMiB } = args;
  const places = {
    BRONZE_TABLE: inStore(tables.bronze),
    SILVER_TABLE: inStore(tables.silver),
    GOLD_TABLE: inStore(tables.gold),
  };
  return {
    host,
    image: args.image,
    replicas: 1,
    command: [],
    args: ["/opt/spark/bin/spark-submit", ...sparkOptions(args), join(folder, main)],
    userId: 185,
    environment: () => ({
      ...{ ...environment, ...places },
      ...{ S3_ENDPOINT: store.endpoint, PYTHONUNBUFFERED: "1" },
    }),
    files: [
      ...sources.map((file) => ({
        path: join(folder, file),
        content: readFileSync(join(__dirname, "../spark", file), "utf8"),
      })),
      { path: keysFile, content: keys(store) },
    ],
    ports: [],
    // The packages, so that a restart downloads nothing.
    volumes: [
      storedVolume(host, "work", { path: "/opt/spark/work-dir", sizeGiB: 2, retain: false }),
    ],
    health: {
      ...heartbeat,
      intervalSeconds: 3,
      timeoutSeconds: 5,
      retries: 3,
      startSeconds: args.startTimeoutSeconds,
      deadlineSeconds: args.startTimeoutSeconds,
    },
    resources: { cpuMillicores: args.cpuMillicores, memoryMiB: memoryMiB + besidesHeapMiB },
    stopGraceSeconds: 20,
  };
}

function keys({ accessKey, secretKey }: StoreAccess): pulumi.Output<string> {
  return pulumi.interpolate`<configuration>
  <property><name>fs.s3a.access.key</name><value>${accessKey}</value></property>
  <property><name>fs.s3a.secret.key</name><value>${secretKey}</value></property>
</configuration>
`;
}

/** Settings of Spark and Delta, wherever the tables are. */
const settings = {
  "spark.jars.ivy": "/opt/spark/work-dir/ivy",
  "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
  "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
  // Two cores share few rows: each further partition would only be a file more.
  "spark.sql.shuffle.partitions": "2",
  "spark.databricks.delta.snapshotPartitions": "2",
  // VACUUM lists the files of a table in so many tasks: by default 10,000, several times, which takes minutes.
  "spark.sql.sources.parallelPartitionDiscovery.parallelism": "2",
  // By the job that writes the table: a second driver could overwrite its commits.
  "spark.databricks.delta.autoCompact.enabled": "true",
  "spark.ui.enabled": "false",
  "spark.log.level": "WARN",
};

function sparkOptions({ store, memoryMiB }: SparkJobArgs): string[] {
  return submitOptions(memoryMiB, {
    "spark.hadoop.fs.s3a.endpoint": store.endpoint,
    "spark.hadoop.fs.s3a.path.style.access": "true",
    "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
    // By default, a store that is gone would be noticed after minutes.
    "spark.hadoop.fs.s3a.attempts.maximum": "3",
    "spark.hadoop.fs.s3a.retry.limit": "3",
    "spark.hadoop.fs.s3a.connection.establish.timeout": "5000",
    "spark.hadoop.fs.s3a.connection.timeout": "20000",
  });
}

/**
 * Options of spark-submit for a job.
 *
 * @param memoryMiB Java heap in MiB.
 * @param further Settings beside those that all jobs have, such as those of a store. Default: none.
 */
export function submitOptions(
  memoryMiB: number,
  further: Readonly<Record<string, string>> = {},
): string[] {
  return [
    ...["--master", "local[2]", "--driver-memory", `${memoryMiB}m`],
    ...["--packages", packages.join(",")],
    ...Object.entries({ ...settings, ...further }).flatMap(([key, value]) => [
      "--conf",
      `${key}=${value}`,
    ]),
  ];
}
