import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { NifiFlow } from "../../provider/pipelines/resources";
import type { Connection } from "../../targets/connection";
import type { Target, Workload, WorkloadArgs } from "../../targets/target";
import { answersToBash } from "./http-health";
import { instancesOf } from "./instances";
import { type stored, storedVolume } from "./stored";

/** Arguments of {@link Nifi}. */
export interface NifiArgs {
  readonly target: Target;
  readonly image: string;
  readonly publishedPort: number;
  /** The brokers, as `host:port`, separated by commas. */
  readonly bootstrap: string;
  /** Topics of the flow. */
  readonly topics: {
    /** For the lines of files. */
    readonly orders: string;
    /** For lines that are not orders. */
    readonly rejected: string;
    /** What is written to files. */
    readonly payments: string;
  };
  /** Whether queued data stays when the stack is destroyed. */
  readonly retainData: boolean;
  readonly startTimeoutSeconds: number;
}

const port = 8080;
/** The user's own folder: the only one outside NiFi's that the image has, and that the user may write. */
const folder = "/home/nifi";
const home = "/opt/nifi/nifi-current";

/** NiFi with the flow of pipelines/nifi/flow.json: lines of files to Kafka, and back to files. */
export class Nifi extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** How the machine that runs the program reaches it. */
  public readonly connection: pulumi.Input<Connection>;

  constructor(name: string, args: NifiArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:Nifi", name, {}, options);
    const workload = nifiWorkload(args);
    this.workload = args.target.workload(name, workload, { parent: this });
    this.connection = args.target.connection(workload, "http");
    const { orders, rejected, payments } = args.topics;
    new NifiFlow(
      name,
      {
        connection: this.connection,
        flow: readFileSync(join(__dirname, "../nifi/flow.json"), "utf8"),
        parameters: {
          "kafka.bootstrap.servers": args.bootstrap,
          ...{ "topic.orders": orders, "topic.rejected": rejected, "topic.payments": payments },
          "folder.in": folder,
          "folder.rejected": `${folder}/rejected`,
          "folder.out": `${folder}/out`,
        },
        trigger: instancesOf(this.workload),
      },
      { parent: this, dependsOn: this.workload.resources, deletedWith: this.workload.created[0] },
    );
    this.registerOutputs({});
  }
}

/**
 * It has no login: a login needs HTTPS with a certificate. It is published on the loopback address only. The key that it
 * encrypts sensitive properties with is its own, made at the first start and kept with the flow in `conf`: one of the
 * stack's would be another after `pulumi destroy`, and the flow would not start.
 */
function nifiWorkload(args: NifiArgs): WorkloadArgs {
  const volume = (name: (typeof stored)["nifi"][number], path: string) =>
    storedVolume("nifi", name, { path, sizeGiB: 2, retain: args.retainData });
  return {
    host: "nifi",
    image: args.image,
    replicas: 1,
    command: [],
    userId: 1000,
    environment: () => ({
      NIFI_WEB_HTTP_PORT: String(port),
      NIFI_WEB_HTTP_HOST: "0.0.0.0",
      NIFI_JVM_HEAP_INIT: "512m",
      NIFI_JVM_HEAP_MAX: "512m",
    }),
    ports: [{ name: "http", number: port, published: args.publishedPort, localOnly: true }],
    // What is on the canvas and in the queues, each in a volume of the image.
    volumes: [
      volume("data", folder),
      ...(["conf", "state"] as const).map((each) => volume(each, `${home}/${each}`)),
      ...(["database", "flowfile", "content", "provenance"] as const).map((each) =>
        volume(each, `${home}/${each}_repository`),
      ),
    ],
    health: {
      ready: answersToBash(port, "/nifi-api/flow/about"),
      intervalSeconds: 3,
      timeoutSeconds: 10,
      retries: 5,
      startSeconds: args.startTimeoutSeconds,
      deadlineSeconds: args.startTimeoutSeconds,
    },
    resources: { cpuMillicores: 200, memoryMiB: 1536 },
    stopGraceSeconds: 60,
  };
}
