import * as pulumi from "@pulumi/pulumi";
import { StorageLayout } from "../provider/resources";
import type { SmokeResult } from "../kafka/smoke/result";
import type { Settings } from "../settings";
import type { Target } from "../targets/target";
import { Brokers } from "./brokers/brokers";
import { declareGuards, storageLayout } from "./guards";
import { KafkaUi } from "./kafka-ui/kafka-ui";
import { ManagedTopics } from "./managed-topics";
import { SmokeTest } from "./smoke-test";
import { ZooKeeper } from "./zookeeper/zookeeper";

/** Arguments of {@link KafkaPlatform}. */
export interface KafkaPlatformArgs {
  readonly target: Target;
  readonly settings: Settings;
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
    const { target, settings } = args;
    // One decision for both: Kafka and ZooKeeper must agree on the cluster's id, so the data of one is worth nothing
    // without the other's.
    const data = { retainData: settings.retainData, protectData: settings.protectData };

    const guards = declareGuards(name, { target, settings }, this);
    // A preview touches nothing, so it need not wait until the provider has started.
    const dependsOn = pulumi.runtime.isDryRun() ? [] : guards;
    const child = { parent: this, dependsOn };
    target.prepare(dependsOn);
    this.zooKeeper = new ZooKeeper(
      `${name}-zookeeper`,
      {
        target,
        image: settings.zookeeperImage,
        replicas: settings.zookeepers,
        publishedPort: settings.zookeeperPort,
        heapMiB: settings.zookeeperHeapMiB,
        resources: {
          cpuMillicores: settings.zookeeperCpuMillicores,
          memoryMiB: settings.zookeeperMemoryMiB,
        },
        storageGiB: settings.zookeeperStorageGiB,
        guards,
        settings: settings.zookeeperSettings,
        startTimeoutSeconds: settings.startTimeoutSeconds,
        ...data,
      },
      child,
    );
    this.brokers = new Brokers(
      `${name}-kafka`,
      {
        target,
        zooKeeper: this.zooKeeper,
        image: settings.brokerImage,
        replicas: settings.brokers,
        publishedPort: settings.brokerPort,
        heapMiB: settings.brokerHeapMiB,
        resources: {
          cpuMillicores: settings.brokerCpuMillicores,
          memoryMiB: settings.brokerMemoryMiB,
        },
        storageGiB: settings.brokerStorageGiB,
        settings: settings.brokerSettings,
        guards,
        startTimeoutSeconds: settings.startTimeoutSeconds,
        replicaSyncTimeoutSeconds: settings.replicaSyncTimeoutSeconds,
        ...data,
      },
      child,
    );
    const places = [this.zooKeeper, this.brokers].flatMap(({ workload }) => workload.storage);
    this.data = {
      atDestroy: settings.retainData ? "kept" : "removed",
      isProtected: settings.protectData,
      places,
      removal: target.removal(places),
    };
    this.guardLayout(name, args);
    if (settings.kafkaUi) this.kafkaUi = this.declareKafkaUi(name, args, child);
    this.managedTopics = new ManagedTopics(
      `${name}-topics`,
      {
        brokers: this.brokers,
        topics: settings.topics,
        deleteTopics: settings.deleteTopics,
        removedTopics: settings.removedTopics,
        replicationThrottleMBps: settings.replicationThrottleMBps,
      },
      child,
    );
    if (settings.smokeTest)
      this.smokeResult = this.declareSmokeTest(name, settings.smokeTestMessages);
    this.registerOutputs({ bootstrap: this.brokers.externalBootstrap });
  }

  private guardLayout(name: string, { target, settings }: KafkaPlatformArgs): void {
    const layout = storageLayout(target, settings);
    if (!layout) return;
    new StorageLayout(name, layout, {
      parent: this,
      dependsOn: [this.zooKeeper, this.brokers].flatMap(({ workload }) => workload.volumes),
    });
  }

  private declareKafkaUi(
    name: string,
    { target, settings }: KafkaPlatformArgs,
    options: pulumi.ComponentResourceOptions,
  ): KafkaUi {
    const { kafkaUiUser: user, kafkaUiPassword: password } = settings;
    return new KafkaUi(
      `${name}-kafka-ui`,
      {
        target,
        brokers: this.brokers,
        image: settings.kafkaUiImage,
        publishedPort: settings.kafkaUiPort,
        readOnly: settings.kafkaUiReadOnly,
        resources: {
          cpuMillicores: settings.kafkaUiCpuMillicores,
          memoryMiB: settings.kafkaUiMemoryMiB,
        },
        hosts: settings.kafkaUiHosts,
        trustedProxies: settings.kafkaUiTrustedProxies,
        ...(user && { login: { user, password: pulumi.secret(password) } }),
      },
      options,
    );
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
