import * as pulumi from "@pulumi/pulumi";
import type { Watched } from "../targets/readiness/watched";
import type { Reach } from "../targets/reach";
import type { DataPlace } from "./data-place";
import type { ExistingData, SurplusData } from "./existing-data";
import type { KafkaUiAccess } from "./smoke/kafka-ui";
import type { SmokeResult } from "./smoke/result";
import type { TopicDeclarations } from "./topics/declaration";

/** The package under which kafka/provider serves these resources: see `plugins` in Pulumi.yaml. */
const packageName = "kafka-platform";

/** Inputs of {@link DataLocation}. */
export interface DataLocationArgs extends DataPlace {
  /** Why the deployment is refused even though the place is right. Absent where it is not. */
  readonly refusal: pulumi.Input<string | undefined>;
  /** Why a stack is refused that has no such resource in its state: it would deploy over what is there. Absent where it is not. */
  readonly unknown: pulumi.Input<string | undefined>;
}

/**
 * Where the stack's data is. It can never change: under other names, or in another place, the platform would
 * be made anew without its data. What holds data is declared only once this has been agreed to.
 */
export class DataLocation extends pulumi.CustomResource {
  constructor(name: string, args: DataLocationArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:DataLocation`, name, { ...args }, options);
  }

  /** Resolves once the state agrees; where it does not, the deployment has failed, and it stays pending. */
  agreed(): Promise<this> {
    return new Promise((resolve) => this.urn.apply(() => resolve(this)));
  }
}

/** Inputs of {@link BrokerCount}. */
export interface BrokerCountArgs {
  /** How to reach every broker. */
  readonly reach: pulumi.Input<Reach>;
  readonly brokers: pulumi.Input<number>;
  /** Volumes of brokers above that number. Absent where the target could not be asked. */
  readonly surplus: pulumi.Input<SurplusData | undefined>;
  /** What is there already, by which a stack that starts with it is judged. Absent where the target could not be asked. */
  readonly existing: pulumi.Input<ExistingData | undefined>;
}

/**
 * The number of brokers, on which everything depends: fewer of them are refused, before anything is touched, while
 * one that would go still holds partitions, or has left its data behind. A stack that finds data of brokers does
 * not start while that of one of them is gone.
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
  /** What is there already, by which a stack that starts with it is judged. Absent where the target could not be asked. */
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
 * How the data is stored, where volumes have a size and a class: a change that they do not take, or that would
 * delete them, is refused by the state alone, whether or not the cluster can be asked. It depends on the volumes,
 * so that it knows of a size once they have it.
 */
export class StorageLayout extends pulumi.CustomResource {
  constructor(name: string, args: StorageLayoutArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:StorageLayout`, name, { ...args }, options);
  }
}

/** Inputs of {@link InSync}. */
export interface InSyncArgs {
  /** How to reach every broker. */
  readonly reach: pulumi.Input<Reach>;
  /** Number of the broker whose turn it is, from 1. */
  readonly broker: pulumi.Input<number>;
  /** Changes when the broker is made anew; only then is anything waited for. */
  readonly trigger: pulumi.Input<string>;
  /** Time in seconds that the broker before gets to answer. */
  readonly startTimeoutSeconds: pulumi.Input<number>;
  /** Time in seconds that partitions get to be in sync; 0: nothing is waited for. */
  readonly replicaSyncTimeoutSeconds: pulumi.Input<number>;
  /** What the broker before runs in: it is not waited for once that fails. Absent: it is the first. */
  readonly watched?: pulumi.Input<pulumi.Input<Watched>[]>;
}

/**
 * A broker's turn in a rolling restart, which what the broker runs in depends on: it comes once stopping the
 * broker takes no partition below its minimum of in-sync replicas, and at once where there is no such broker yet.
 */
export class InSync extends pulumi.CustomResource {
  constructor(name: string, args: InSyncArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:InSync`, name, { ...args }, options);
  }
}

/** Inputs of {@link Cluster}. */
export interface ClusterArgs {
  /** How to reach every broker. */
  readonly reach: pulumi.Input<Reach>;
  /** Number of brokers that must have registered. */
  readonly brokers: pulumi.Input<number>;
  /** Ids of what the cluster runs on; when one changes, readiness is proved anew. */
  readonly instances: pulumi.Input<pulumi.Input<string>[]>;
  /** Time in seconds that the brokers get to answer. A change of it alone changes nothing. */
  readonly timeoutSeconds: pulumi.Input<number>;
  /** What the brokers run in: they are not waited for once one of them fails. A change of it alone changes nothing. */
  readonly watched: pulumi.Input<pulumi.Input<Watched>[]>;
}

/**
 * A cluster that answers: it is there once every broker has registered and serves requests.
 * Container health says less, and says it only once, when the container is made.
 */
export class Cluster extends pulumi.CustomResource {
  /** Kafka's id of the cluster, which it keeps as long as its ZooKeeper data. */
  declare public readonly clusterId: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:Cluster`, name, { ...args, clusterId: undefined }, options);
  }
}

/** Inputs of {@link Topics}. */
export interface TopicsArgs {
  /** How to reach every broker. */
  readonly reach: pulumi.Input<Reach>;
  readonly topics: pulumi.Input<TopicDeclarations>;
  /** Number of brokers, from which the number of copies of topics that nobody declares follows. */
  readonly brokers: pulumi.Input<number>;
  /** The brokers' `min.insync.replicas`: a topic with fewer copies would refuse messages. */
  readonly minInSyncReplicas: pulumi.Input<number>;
  /** Megabytes (10^6 bytes) a second that a broker may send or receive of copies that are moved; 0: no limit. */
  readonly replicationThrottleMBps: pulumi.Input<number>;
  /** Whether topics that are declared no more are deleted, with their messages. */
  readonly deleteTopics: pulumi.Input<boolean>;
  /** Topics that are to go and are no others by a new name. Default: none. */
  readonly removedTopics?: pulumi.Input<readonly string[]>;
}

/** All declared topics of a cluster: one resource, because one for each topic costs seconds by the hundred. */
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
  readonly reach: pulumi.Input<Reach>;
  /** Number of messages to send. */
  readonly messages: pulumi.Input<number>;
  /** Number of brokers, from which the replication factor of the test's own topic follows. */
  readonly brokers: pulumi.Input<number>;
  /** Names of topics that must be there. */
  readonly topics: pulumi.Input<string[]>;
  /** The web page that must show the cluster and its topics. Absent: there is none. */
  readonly kafkaUi?: pulumi.Input<KafkaUiAccess> | undefined;
  /** Ids of what the platform consists of; when one changes, the test runs again. */
  readonly triggers: pulumi.Input<pulumi.Input<string>[]>;
}

/** One run of the smoke test; it fails the deployment where the test fails. */
export class SmokeRun extends pulumi.CustomResource {
  declare public readonly result: pulumi.Output<SmokeResult>;

  constructor(name: string, args: SmokeRunArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:kafka:SmokeRun`, name, { ...args, result: undefined }, options);
  }
}
