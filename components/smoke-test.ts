import * as pulumi from "@pulumi/pulumi";
import { SmokeRun } from "../provider/resources";
import type { SmokeResult } from "../kafka/smoke/result";
import type { Brokers } from "./brokers/brokers";
import type { KafkaUi } from "./kafka-ui/kafka-ui";
import type { ManagedTopics } from "./managed-topics";

/** Arguments of {@link SmokeTest}. */
export interface SmokeTestArgs {
  readonly brokers: Brokers;
  readonly managedTopics: ManagedTopics;
  /** The web page to check. Default: none. */
  readonly kafkaUi?: KafkaUi | undefined;
  /** Number of messages to send. */
  readonly messages: number;
  /** Resources that must be ready before the test runs. */
  readonly after: pulumi.Resource[];
  /** The test runs again when one of these changes: ids of what it depends on. */
  readonly triggers: pulumi.Input<string>[];
}

/** The proof that the deployed platform works: messages go in and come out again. */
export class SmokeTest extends pulumi.ComponentResource {
  /** What the last run counted and measured. */
  public readonly result: pulumi.Output<SmokeResult>;

  constructor(name: string, args: SmokeTestArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-platform:index:SmokeTest", name, {}, options);
    const { workload, connection, replicas } = args.brokers;
    const run = new SmokeRun(
      name,
      {
        connection,
        messages: args.messages,
        brokers: replicas,
        // The engine does not keep the order of maps.
        topics: args.managedTopics.topics.topics.apply((topics) => Object.keys(topics).sort()),
        kafkaUi: args.kafkaUi?.access,
        triggers: args.triggers,
      },
      {
        parent: this,
        dependsOn: [args.managedTopics.topics, ...args.after],
        deletedWith: workload.resources[0],
      },
    );
    this.result = run.result;
    this.registerOutputs({ result: this.result });
  }
}
