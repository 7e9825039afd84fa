import type { Settings } from "../settings";
import { brokerContents } from "./brokers/brokers";
import { brokerHost } from "./confluent-images";
import { kafkaUiHost } from "./kafka-ui/kafka-ui";
import { zooKeeperContents, zooKeeperHost } from "./zookeeper/zookeeper";

/** Host names of the platform's workloads. */
export const platformHosts: readonly string[] = [zooKeeperHost, brokerHost, kafkaUiHost];

/** What the components will store, and the setting for its size: known before anything is declared. */
export function storedVolumes(settings: Settings) {
  return [
    {
      host: zooKeeperHost,
      replicas: settings.zookeepers,
      volumes: zooKeeperContents,
      sizeGiB: settings.zookeeperStorageGiB,
      setting: "zookeeperStorageGiB",
    },
    {
      host: brokerHost,
      replicas: settings.brokers,
      volumes: brokerContents,
      sizeGiB: settings.brokerStorageGiB,
      setting: "brokerStorageGiB",
    },
  ];
}
