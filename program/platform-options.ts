import * as pulumi from "@pulumi/pulumi";
import type { KafkaPlatformOptions } from "../components/platform-arguments";
import type { Settings } from "../settings";

/** The platform that the settings describe. */
export function platformOptions(settings: Settings): KafkaPlatformOptions {
  const { kafkaUiUser: user, kafkaUiPassword: password } = settings;
  const { topics, deleteTopics, removedTopics, replicationThrottleMBps } = settings;
  const { startTimeoutSeconds, retainData, protectData } = settings;
  return {
    ...{ topics, deleteTopics, removedTopics, replicationThrottleMBps },
    ...{ startTimeoutSeconds, retainData, protectData },
    zooKeeper: {
      image: settings.zookeeperImage,
      replicas: settings.zookeepers,
      publishedPort: settings.zookeeperPort,
      heapMiB: settings.zookeeperHeapMiB,
      settings: settings.zookeeperSettings,
      resources: {
        cpuMillicores: settings.zookeeperCpuMillicores,
        memoryMiB: settings.zookeeperMemoryMiB,
      },
      storageGiB: settings.zookeeperStorageGiB,
    },
    brokers: {
      image: settings.brokerImage,
      replicas: settings.brokers,
      publishedPort: settings.brokerPort,
      heapMiB: settings.brokerHeapMiB,
      settings: settings.brokerSettings,
      resources: {
        cpuMillicores: settings.brokerCpuMillicores,
        memoryMiB: settings.brokerMemoryMiB,
      },
      storageGiB: settings.brokerStorageGiB,
      replicaSyncTimeoutSeconds: settings.replicaSyncTimeoutSeconds,
    },
    kafkaUi: settings.kafkaUi && {
      image: settings.kafkaUiImage,
      publishedPort: settings.kafkaUiPort,
      path: settings.kafkaUiPath,
      readOnly: settings.kafkaUiReadOnly,
      resources: {
        cpuMillicores: settings.kafkaUiCpuMillicores,
        memoryMiB: settings.kafkaUiMemoryMiB,
      },
      hosts: settings.kafkaUiHosts,
      trustedProxies: settings.kafkaUiTrustedProxies,
      ...(user && { login: { user, password: pulumi.secret(password) } }),
    },
    smokeTest: settings.smokeTest && { messages: settings.smokeTestMessages },
  };
}
