import * as pulumi from "@pulumi/pulumi";
import { StorageLayout } from "../provider/resources";
import type { SmokeResult } from "../kafka/smoke/result";
import type { Target } from "../targets/target";
import { Brokers } from "./brokers/brokers";
import { demand } from "./arguments";
import { declareGuards, storageLayout } from "./guards";
import {
  completePlatform,
  type KafkaPlatformOptions,
  type PlatformSpec,
} from "./platform-arguments";
import { KafkaUi } from "./kafka-ui/kafka-ui";
import { ManagedTopics } from "./managed-topics";
import { SmokeTest } from "./smoke-test";
import { ZooKeeper } from "./zookeeper/zookeeper";

/** Arguments of {@link KafkaPlatform}. */
export interface KafkaPlatformArgs extends KafkaPlatformOptions {
  /** Where it runs. */
  readonly target: Target;
  /** Whether it is known that no guard will refuse: what holds no data need not wait for them. Default: false. */
  readonly isChecked?: boolean;
}

/** Where the data of the platform is. */
export interface DataPlaces {
  /** What `pulumi destroy` does with it. */
  readonly atDestroy: "kept" | "removed";
  /** Whether a destroy that would remove the volumes is refused as a whole. */
  readonly isProtected: boolean;
  /** Names of the volumes, as the target has them. */
  readonly places: readonly string[];
  /** The command that removes kept data once the stack is destroyed: all of it, because it belongs together. */
  readonly removal: string;
}

/** The whole platform: ZooKeeper, brokers, Kafka UI, seed topics, and the smoke test as its proof. */
export class KafkaPlatform extends pulumi.ComponentResource {
  public readonly zooKeeper: ZooKeeper;
  public readonly brokers: Brokers;
  /** Where the data is, and what happens to it. */
  public readonly data: DataPlaces;
  /** Absent if the settings leave it out. */
  public readonly kafkaUi?: KafkaUi;
  public readonly managedTopics: ManagedTopics;
  /** Absent if the settings leave the test out. */
  public readonly smokeResult?: pulumi.Output<SmokeResult>;

  constructor(name: string, args: KafkaPlatformArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-platform:index:KafkaPlatform", name, {}, options);
    demand(args, ["target"], `KafkaPlatform ${name}`);
    const { target, isChecked = false, ...given } = args;
    const spec = completePlatform(given, name);
    const { startTimeoutSeconds, retainData, protectData } = spec;
    const guards = declareGuards(name, { target, spec, isChecked }, this);
    // A preview touches nothing, so it need not wait until the provider has started.
    const dependsOn = pulumi.runtime.isDryRun() ? [] : guards;
    const child = { parent: this, dependsOn };
    const shared = { target, guards, startTimeoutSeconds, retainData, protectData };
    target.prepare(isChecked ? [] : dependsOn);
    this.zooKeeper = new ZooKeeper(`${name}-zookeeper`, { ...spec.zooKeeper, ...shared }, child);
    this.brokers = new Brokers(
      `${name}-kafka`,
      { ...spec.brokers, ...shared, zooKeeper: this.zooKeeper },
      child,
    );
    this.data = this.dataPlaces(target, spec);
    this.guardLayout(name, target, spec);
    if (spec.kafkaUi) {
      const kafkaUi = { ...spec.kafkaUi, target, brokers: this.brokers };
      this.kafkaUi = new KafkaUi(`${name}-kafka-ui`, kafkaUi, child);
    }
    const { topics, deleteTopics, removedTopics, replicationThrottleMBps } = spec;
    this.managedTopics = new ManagedTopics(
      `${name}-topics`,
      { brokers: this.brokers, topics, deleteTopics, removedTopics, replicationThrottleMBps },
      child,
    );
    if (spec.smokeTest) this.smokeResult = this.declareSmokeTest(name, spec.smokeTest.messages);
    this.registerOutputs({ bootstrap: this.brokers.externalBootstrap });
  }

  private dataPlaces(target: Target, { retainData, protectData }: PlatformSpec): DataPlaces {
    const places = [this.zooKeeper, this.brokers].flatMap(({ workload }) => workload.storage);
    return {
      atDestroy: retainData ? "kept" : "removed",
      isProtected: protectData,
      places,
      removal: target.removal(places),
    };
  }

  private guardLayout(name: string, target: Target, spec: PlatformSpec): void {
    const layout = storageLayout(target, spec);
    if (!layout) return;
    new StorageLayout(name, layout, {
      parent: this,
      dependsOn: [this.zooKeeper, this.brokers].flatMap(({ workload }) => workload.volumes),
    });
  }

  private declareSmokeTest(name: string, messages: number): pulumi.Output<SmokeResult> {
    const parts = [this.zooKeeper.workload, this.brokers.workload, this.kafkaUi?.workload];
    const workloads = parts.filter((part) => part !== undefined);
    const test = new SmokeTest(
      `${name}-smoke-test`,
      {
        brokers: this.brokers,
        managedTopics: this.managedTopics,
        kafkaUi: this.kafkaUi,
        messages,
        after: workloads.flatMap(({ resources }) => resources),
        triggers: workloads.flatMap(({ instances }) => instances),
      },
      { parent: this },
    );
    return test.result;
  }
}
