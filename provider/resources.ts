import * as pulumi from "@pulumi/pulumi";
import type { Watched } from "../targets/readiness/watched";
import type { Connection } from "../targets/connection";
import type { DataPlace } from "./data-place";
import type { ExistingData, SurplusData } from "./existing-data";
import type { KafkaUiAccess } from "../kafka/smoke/kafka-ui";
import type { SmokeResult } from "../kafka/smoke/result";
import type { TopicDeclarations } from "../kafka/topics/declaration";

/** The package under which provider serves these resources: see `plugins` in Pulumi.yaml. */
const packageName = "kafka-platform";

/** Inputs of {@link DataLocation}. */
export interface DataLocationArgs extends DataPlace {
  /** Why the deployment is refused even though the place is right. Absent if it is not refused. */
  readonly refusal: pulumi.Input<string | undefined>;
  /**
   * Why a stack without such a resource in its state is refused: it would deploy over what exists.
   * Absent if it is not refused.
   */
  readonly unknown: pulumi.Input<string | undefined>;
}

/**
 * Where the stack's data is. It can never change: under other names, or in another place, the platform would
 * start from scratch without its data. What holds data is declared only once this has been agreed to.
 */
export class DataLocation extends pulumi.CustomResource {
  constructor(name: string, args: DataLocationArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:DataLocation`, name, { ...args }, options);
  }

  /** Resolves once the state agrees; if it does not, the deployment has failed, and the promise stays pending. */
  agreed(): Promise<this> {
    return new Promise((resolve) => this.urn.apply(() => resolve(this)));
  }
}

/** Inputs of {@link BrokerCount}. */
export interface BrokerCountArgs {
  /** How to reach every broker. */
  readonly connection: pulumi.Input<Connection>;
  readonly brokers: pulumi.Input<number>;
  /** Volumes of brokers above that number. Absent if the target could not be asked. */
  readonly surplus: pulumi.Input<SurplusData | undefined>;
  /** The existing data, to judge whether a stack may start with it. Absent if the target could not be asked. */
  readonly existing: pulumi.Input<ExistingData | undefined>;
}

/**
 * The number of brokers, on which everything depends: fewer brokers are refused, before anything is touched, while
 * one that would be removed still holds partitions, or has left its data behind. A stack that finds data of brokers
 * does not start while the data of one of them is missing.
 */
export class BrokerCount extends pulumi.CustomResource {
  constructor(name: string, args: BrokerCountArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:BrokerCount`, name, { ...args }, options);
  }
}

/** Inputs of {@link EnsembleSize}. */
export interface EnsembleSizeArgs {
  /** Number of ZooKeeper servers. */
  readonly servers: pulumi.Input<number>;
  /** The existing data, to judge whether a stack may start with it. Absent if the target could not be asked. */
  readonly existing: pulumi.Input<ExistingData | undefined>;
}

/**
 * The number of ZooKeeper servers, on which everything depends. It can never change: servers
 * that start without the data could form a majority before those that have it ("Before Starting" in
 * https://zookeeper.apache.org/doc/r3.6.4/zookeeperReconfig.html).
 */
export class EnsembleSize extends pulumi.CustomResource {
  constructor(name: string, args: EnsembleSizeArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:EnsembleSize`, name, { ...args }, options);
  }
}

/** Inputs of {@link StorageLayout}. */
export interface StorageLayoutArgs {
  /** Sizes of volumes in GiB, by the configuration's keys. */
  readonly sizesGiB: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Storage class of the volumes. Empty: the cluster's default. */
  readonly storageClass: pulumi.Input<string>;
  /** Whether the namespace of the volumes is the stack's own. */
  readonly createNamespace: pulumi.Input<boolean>;
  readonly retainData: pulumi.Input<boolean>;
}

/**
 * How the data is stored, if volumes have a size and a class: the state is enough to refuse a change that they do
 * not support, or that would delete them, whether or not the cluster can be asked. This resource depends on the
 * volumes, so it records a size only once they have it.
 */
export class StorageLayout extends pulumi.CustomResource {
  constructor(name: string, args: StorageLayoutArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:StorageLayout`, name, { ...args }, options);
  }
}

/** Inputs of {@link InSync}. */
export interface InSyncArgs {
  /** How to reach every broker. */
  readonly connection: pulumi.Input<Connection>;
  /** Number of the broker whose turn it is, from 1. */
  readonly broker: pulumi.Input<number>;
  /** Changes when the broker is recreated; the turn is awaited only then. */
  readonly trigger: pulumi.Input<string>;
  /** Time in seconds that the previous broker gets to answer. */
  readonly startTimeoutSeconds: pulumi.Input<number>;
  /** Time in seconds that partitions get to be in sync; 0: no wait. */
  readonly replicaSyncTimeoutSeconds: pulumi.Input<number>;
  /** What the previous broker runs in: the wait ends once that fails. Absent: this broker is the first. */
  readonly watched?: pulumi.Input<pulumi.Input<Watched>[]>;
}

/**
 * A broker's turn in a rolling restart; what the broker runs in depends on it. The turn comes once stopping the
 * broker takes no partition below its minimum of in-sync replicas, and at once if there is no such broker yet.
 */
export class InSync extends pulumi.CustomResource {
  constructor(name: string, args: InSyncArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:InSync`, name, { ...args }, options);
  }
}

/** Inputs of {@link Cluster}. */
export interface ClusterArgs {
  /** How to reach every broker. */
  readonly connection: pulumi.Input<Connection>;
  /** Number of brokers that must have registered. */
  readonly brokers: pulumi.Input<number>;
  /** Ids of what the cluster runs on; when one changes, readiness is proved again. */
  readonly instances: pulumi.Input<pulumi.Input<string>[]>;
  /** Time in seconds that the brokers get to answer. Changing only this changes nothing. */
  readonly timeoutSeconds: pulumi.Input<number>;
  /** What the brokers run in: the wait ends once one of them fails. Changing only this changes nothing. */
  readonly watched: pulumi.Input<pulumi.Input<Watched>[]>;
}

/**
 * A cluster that answers: it is ready once every broker has registered and serves requests.
 * Container health says less, and says it only once, when the container is created.
 */
export class Cluster extends pulumi.CustomResource {
  /** The cluster id, which Kafka keeps as long as ZooKeeper's data exists. */
  declare public readonly clusterId: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:Cluster`, name, { ...args, clusterId: undefined }, options);
  }
}

/** Inputs of {@link Topics}. */
export interface TopicsArgs {
  /** How to reach every broker. */
  readonly connection: pulumi.Input<Connection>;
  readonly topics: pulumi.Input<TopicDeclarations>;
  /** Number of brokers, which determines the replication factor of undeclared topics. */
  readonly brokers: pulumi.Input<number>;
  /** The brokers' `min.insync.replicas`: a topic with fewer replicas would refuse messages. */
  readonly minInSyncReplicas: pulumi.Input<number>;
  /** Megabytes (10^6 bytes) a second that a broker may send or receive for replicas that are moved; 0: no limit. */
  readonly replicationThrottleMBps: pulumi.Input<number>;
  /** Whether topics that are no longer declared are deleted, with their messages. */
  readonly deleteTopics: pulumi.Input<boolean>;
  /** Topics to delete that have not merely been renamed. Default: none. */
  readonly removedTopics?: pulumi.Input<readonly string[]>;
}

/** All declared topics of a cluster: one resource, because one for each topic costs seconds per hundred topics. */
export class Topics extends pulumi.CustomResource {
  declare public readonly topics: pulumi.Output<TopicDeclarations>;
  /** The cluster that holds the topics. */
  declare public readonly clusterId: pulumi.Output<string>;

  constructor(name: string, args: TopicsArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:Topics`, name, { ...args, clusterId: undefined }, options);
  }
}

/** Inputs of {@link SmokeRun}. */
export interface SmokeRunArgs {
  /** How to reach every broker. */
  readonly connection: pulumi.Input<Connection>;
  /** Number of messages to send. */
  readonly messages: pulumi.Input<number>;
  /** Number of brokers, which determines the replication factor of the test's own topic. */
  readonly brokers: pulumi.Input<number>;
  /** Names of topics that must exist. */
  readonly topics: pulumi.Input<string[]>;
  /** The web page that must show the cluster and its topics. Absent: there is none. */
  readonly kafkaUi?: pulumi.Input<KafkaUiAccess> | undefined;
  /** Ids of what the platform consists of; when one changes, the test runs again. */
  readonly triggers: pulumi.Input<pulumi.Input<string>[]>;
}

/** One run of the smoke test; if the test fails, the deployment fails. */
export class SmokeRun extends pulumi.CustomResource {
  declare public readonly result: pulumi.Output<SmokeResult>;

  constructor(name: string, args: SmokeRunArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:SmokeRun`, name, { ...args, result: undefined }, options);
  }
}
