import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { Topics } from "../provider/resources";
import { complete, demand } from "./arguments";
import type { Brokers } from "./brokers/brokers";
import {
  declarations,
  managedTopicsFields,
  type ManagedTopicsOptions,
  replicasFit,
} from "./topics-arguments";

/** Arguments of {@link ManagedTopics}. */
export interface ManagedTopicsArgs extends ManagedTopicsOptions {
  readonly brokers: Brokers;
}

/** The topics of a cluster, kept as declared. */
export class ManagedTopics extends pulumi.ComponentResource {
  public readonly topics: Topics;

  constructor(name: string, args: ManagedTopicsArgs, options?: pulumi.ComponentResourceOptions) {
    // The type of release 0.1.0, for the reason in Brokers.
    super("kafka-platform:index:SeedTopics", name, {}, options);
    demand(args, ["brokers"], `ManagedTopics ${name}`);
    const { brokers, ...given } = args;
    const { cluster, workload, connection, replicas, minInSyncReplicas } = brokers;
    const schema = z
      .strictObject(managedTopicsFields)
      .superRefine((chosen, context) => replicasFit(chosen.topics, replicas, context));
    const { removedTopics, ...chosen } = complete(schema, given, `ManagedTopics ${name}`);
    const topics = declarations(chosen.topics, replicas);
    this.topics = new Topics(
      name,
      {
        ...{ ...chosen, connection, topics, brokers: replicas, minInSyncReplicas },
        ...(removedTopics.length > 0 && { removedTopics }),
      },
      // Topics are removed with the brokers' volumes; there is nothing to delete on a broker that is being removed.
      { parent: this, dependsOn: [cluster], deletedWith: workload.resources[0] },
    );
    this.registerOutputs({ topics: Object.keys(topics) });
  }
}
