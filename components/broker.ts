import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../kafka/resources";
import type { Target, Workload } from "../targets/target";
import { answersApiVersions, brokerEnvironment, internalPort } from "./broker-environment";
import type { ZooKeeper } from "./zookeeper";

/** Arguments of {@link Broker}. */
export interface BrokerArgs {
  readonly target: Target;
  readonly zooKeeper: ZooKeeper;
  readonly image: string;
  readonly replicas: number;
  /** Host port of the first broker. */
  readonly publishedPort: number;
  /** Host that clients outside the target are told to connect to. */
  readonly advertisedHost: string;
  /** Java heap of a broker in MiB; 0 leaves it to the image. */
  readonly heapMiB: number;
  /** Further broker settings by their Kafka names. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whether the brokers' logs stay when the stack is destroyed. */
  readonly retainData: boolean;
}

const hostName = "kafka";

/** The Kafka brokers, and the proof that they form a cluster. */
export class Broker extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** Addresses for clients inside the target, with commas between them. */
  public readonly internalBootstrap: string;
  /** Addresses for clients outside the target, with commas between them. */
  public readonly externalBootstrap: string;
  /** Is there once every broker has registered and answers requests. */
  public readonly cluster: Cluster;

  constructor(name: string, args: BrokerArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-platform:index:Broker", name, {}, options);
    const { publishedPort } = args;
    this.workload = args.target.workload(
      name,
      {
        host: hostName,
        image: args.image,
        replicas: args.replicas,
        environment: (replica) =>
          brokerEnvironment(replica, { ...args, zooKeeperConnect: args.zooKeeper.connect }),
        ports: [
          { name: "internal", number: internalPort },
          {
            name: "external",
            number: publishedPort,
            published: publishedPort,
            growsWithReplica: true,
          },
        ],
        volumes: [{ name: "data", path: "/var/lib/kafka/data", retain: args.retainData }],
        health: {
          command: ["bash", "-c", answersApiVersions],
          intervalSeconds: 2,
          timeoutSeconds: 5,
          retries: 5,
          startSeconds: 60,
          deadlineSeconds: 180,
        },
        // A controlled shutdown moves leaders away and ends the ZooKeeper session; killed instead,
        // the broker stays registered until the session times out and its successor cannot start.
        stopGraceSeconds: 60,
      },
      { parent: this, dependsOn: args.zooKeeper.workload.resources },
    );
    const reach = this.workload.reach("external");
    this.internalBootstrap = args.target
      .hosts(hostName, args.replicas)
      .map((host) => `${host}:${internalPort}`)
      .join(",");
    this.externalBootstrap = reach.addresses.join(",");
    this.cluster = new Cluster(
      name,
      {
        reach,
        brokers: args.replicas,
        instances: [...args.zooKeeper.workload.instances, ...this.workload.instances],
      },
      { parent: this, dependsOn: this.workload.resources, deletedWith: this.workload.resources[0] },
    );
    this.registerOutputs({ bootstrap: this.externalBootstrap, clusterId: this.cluster.clusterId });
  }
}
