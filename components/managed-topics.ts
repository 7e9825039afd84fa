import * as pulumi from "@pulumi/pulumi";
import { Topics } from "../provider/resources";
import type { TopicDeclarations } from "../kafka/topics/declaration";
import type { Brokers } from "./brokers/brokers";

/** Arguments of {@link ManagedTopics}. */
export interface ManagedTopicsArgs {
  readonly brokers: Brokers;
  readonly topics: TopicDeclarations;
  /** Whether topics that are no longer declared are deleted. */
  readonly deleteTopics: boolean;
  /** Topics to delete, as opposed to topics that continue under a new name. */
  readonly removedTopics: readonly string[];
  /** Megabytes (10^6 bytes) per second of moved replicas that a broker may send or receive; 0: no limit. */
  readonly replicationThrottleMBps: number;
}

/** The topics that the platform starts with, kept as declared. */
export class ManagedTopics extends pulumi.ComponentResource {
  public readonly topics: Topics;

  constructor(name: string, args: ManagedTopicsArgs, options?: pulumi.ComponentResourceOptions) {
    // Release 0.1.0 called it SeedTopics.
    const aliases = [{ type: "kafka-platform:index:SeedTopics" }];
    super(
      "kafka-platform:index:ManagedTopics",
      name,
      {},
      pulumi.mergeOptions(options, { aliases }),
    );
    const { cluster, workload, connection, replicas, minInSyncReplicas } = args.brokers;
    const { topics, deleteTopics, removedTopics, replicationThrottleMBps } = args;
    this.topics = new Topics(
      name,
      {
        ...{ connection, topics, deleteTopics, replicationThrottleMBps },
        ...{ brokers: replicas, minInSyncReplicas },
        ...(removedTopics.length > 0 && { removedTopics }),
      },
      // Topics are removed with the brokers' volumes; there is nothing to delete on a broker that is being removed.
      { parent: this, dependsOn: [cluster], deletedWith: workload.resources[0] },
    );
    this.registerOutputs({ topics: Object.keys(args.topics) });
  }
}
