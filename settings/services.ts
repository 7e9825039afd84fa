import {
  brokerContents,
  brokerHost,
  kafkaUiHost,
  zooKeeperContents,
  zooKeeperHost,
} from "../components/workloads";
import { usualHeapMiB } from "../components/confluent-images";
import type { Values } from "./schema";

/**
 * A service of the platform: its workload, and the configuration keys that every service has. What treats all services
 * the same way (ports, images, volumes, heaps, names in use) goes through {@link services}.
 */
export interface Service {
  /** Host name of its workload. */
  readonly host: string;
  readonly image: "zookeeperImage" | "brokerImage" | "kafkaUiImage";
  /** Host port of the first replica; each further replica takes the next port. */
  readonly port: "zookeeperPort" | "brokerPort" | "kafkaUiPort";
  /** Number of replicas, or whether it is deployed. */
  readonly count: "zookeepers" | "brokers" | "kafkaUi";
  /** Java heap, and the memory of its container on Kubernetes. Absent: the image chooses the heap. */
  readonly heap?: {
    readonly key: "zookeeperHeapMiB" | "brokerHeapMiB";
    readonly memory: "zookeeperMemoryMiB" | "brokerMemoryMiB";
    /** The image's default in MiB. */
    readonly usualMiB: number;
  };
  /** Volumes of each replica, by what they hold, and the key of their size. Absent: it stores nothing. */
  readonly storage?: {
    readonly contents: readonly string[];
    readonly size: "zookeeperStorageGiB" | "brokerStorageGiB";
  };
  /** Whether its replicas are replaced one after the other. */
  readonly rolls: boolean;
}

/** All services, in the order in which they are replaced: each uses the ones before it. */
export const services: readonly Service[] = [
  {
    host: zooKeeperHost,
    image: "zookeeperImage",
    port: "zookeeperPort",
    count: "zookeepers",
    heap: {
      key: "zookeeperHeapMiB",
      memory: "zookeeperMemoryMiB",
      usualMiB: usualHeapMiB.zookeeper,
    },
    storage: { contents: zooKeeperContents, size: "zookeeperStorageGiB" },
    rolls: false,
  },
  {
    host: brokerHost,
    image: "brokerImage",
    port: "brokerPort",
    count: "brokers",
    heap: { key: "brokerHeapMiB", memory: "brokerMemoryMiB", usualMiB: usualHeapMiB.broker },
    storage: { contents: brokerContents, size: "brokerStorageGiB" },
    rolls: true,
  },
  {
    host: kafkaUiHost,
    image: "kafkaUiImage",
    port: "kafkaUiPort",
    count: "kafkaUi",
    rolls: false,
  },
];

type CountValues = Partial<Pick<Values, Service["count"]>>;
type SizeKey = NonNullable<Service["storage"]>["size"];

/** Number of a service's replicas: 0 if it is left out, undefined if the configuration does not say. */
export function replicasOf({ count }: Service, values: CountValues): number | undefined {
  const value = values[count];
  return typeof value === "boolean" ? Number(value) : value;
}

/** Host names of the services' workloads. */
export const platformHosts: readonly string[] = services.map(({ host }) => host);

/** What the platform stores, and the key of its size: known before anything is declared. */
export function storedVolumes(values: CountValues & Pick<Values, SizeKey>) {
  return services.flatMap((service) =>
    service.storage
      ? [
          {
            host: service.host,
            replicas: replicasOf(service, values) ?? 0,
            volumes: service.storage.contents,
            sizeGiB: values[service.storage.size],
            setting: service.storage.size,
          },
        ]
      : [],
  );
}
