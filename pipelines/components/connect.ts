import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../targets/connection";
import type { Target, Workload, WorkloadArgs } from "../../targets/target";
import { answersToBash } from "./http-health";

/** Arguments of {@link Connect}. */
export interface ConnectArgs {
  readonly target: Target;
  readonly image: string;
  readonly publishedPort: number;
  /** The brokers, as `host:port`, separated by commas. */
  readonly bootstrap: string;
  readonly startTimeoutSeconds: number;
  /** Files with what connectors must know and nobody else, by their absolute paths. Default: none. */
  readonly secretFiles?: Readonly<Record<string, pulumi.Input<string>>>;
}

const port = 8083;

/** The topics in which Connect keeps what it knows. */
export const connectTopics = {
  CONFIG_STORAGE_TOPIC: "lab.connect.configuracoes",
  OFFSET_STORAGE_TOPIC: "lab.connect.posicoes",
  STATUS_STORAGE_TOPIC: "lab.connect.estados",
};

const javaFile = "/etc/connect/java.security";
/**
 * A container that was made again has another address: by default Java goes on with the old one for 30 seconds, and with
 * having found none for ten. The latter is set in Java's own file, so that no system property would change it.
 */
const javaProperties = [
  "networkaddress.cache.ttl=0",
  "networkaddress.cache.negative.ttl=0",
  "",
].join("\n");

/** One worker of Kafka Connect in distributed mode, with Debezium's connectors. */
export class Connect extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** How the machine that runs the program reaches its REST interface. */
  public readonly connection: pulumi.Input<Connection>;

  constructor(name: string, args: ConnectArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:Connect", name, {}, options);
    const workload = connectWorkload(args);
    this.workload = args.target.workload(name, workload, { parent: this });
    this.connection = args.target.connection(workload, "rest");
    this.registerOutputs({});
  }
}

/** The REST interface has no login: nothing but this program and people on this machine may use it. */
function connectWorkload(args: ConnectArgs): WorkloadArgs {
  const isClosed = args.target.reachesLoopback;
  return {
    host: "connect",
    image: args.image,
    replicas: 1,
    command: [],
    userId: 1001,
    environment: () => ({
      ...connectTopics,
      BOOTSTRAP_SERVERS: args.bootstrap,
      GROUP_ID: "lab-connect",
      // Two seconds instead of a minute: less is repeated after a crash.
      OFFSET_FLUSH_INTERVAL_MS: "2000",
      CONNECT_PRODUCER_ACKS: "all",
      CONNECT_PRODUCER_ENABLE_IDEMPOTENCE: "true",
      // Every client reads it without a further library.
      CONNECT_PRODUCER_COMPRESSION_TYPE: "gzip",
      // There is one worker: a delay only keeps its own connectors waiting, after an outage of the brokers.
      CONNECT_SCHEDULED_REBALANCE_MAX_DELAY_MS: "0",
      CONNECT_CONFIG_PROVIDERS: "file",
      CONNECT_CONFIG_PROVIDERS_FILE_CLASS:
        "org.apache.kafka.common.config.provider.FileConfigProvider",
      HEAP_OPTS: "-Xms128m -Xmx384m",
      KAFKA_OPTS: `-Djava.security.properties=${javaFile}`,
      ...(isClosed && { CONNECT_LISTENERS: `http://127.0.0.1:${port}` }),
    }),
    files: [
      ...Object.entries(args.secretFiles ?? {}).map(([path, content]) => ({ path, content })),
      { path: javaFile, content: javaProperties },
    ],
    ports: [{ name: "rest", number: port, published: args.publishedPort, localOnly: true }],
    volumes: [],
    health: {
      // Both images have bash; only the official one has curl.
      ready: answersToBash(port, "/connectors"),
      intervalSeconds: 3,
      timeoutSeconds: 5,
      retries: 5,
      startSeconds: 90,
      deadlineSeconds: args.startTimeoutSeconds,
    },
    resources: { cpuMillicores: 150, memoryMiB: 768 },
    stopGraceSeconds: 20,
  };
}
