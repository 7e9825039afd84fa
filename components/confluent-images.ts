/** What the Confluent images of ZooKeeper and Kafka start: it first writes the settings from the environment. */
export const confluentCommand = ["/etc/confluent/docker/run"];

/** `appuser` in the Confluent images. */
export const confluentUser = 1000;

/**
 * The environment that sets a Java heap of a fixed size in MiB in the Confluent images; 0 leaves the size to the image.
 */
export function heapOptions(mebibytes: number): Record<string, string> {
  return mebibytes === 0 ? {} : { KAFKA_HEAP_OPTS: `-Xms${mebibytes}m -Xmx${mebibytes}m` };
}

/**
 * Names that the Confluent image of Kafka, when it turns its environment into broker settings, reserves for itself or
 * for the JVM: `jmx.port` is its variable KAFKA_JMX_PORT.
 */
export const imageVariable =
  /^(opts|jmx\.(opts|port|hostname)|jvm\.performance\.opts|gc\.log\.opts|log4j\.(opts|loggers|root\.loglevel)|tools\.log4j\.loglevel)$/;

/** Default Java heap of the images' servers in MiB: `-Xmx1G`, `-Xmx512M`. */
export const usualHeapMiB = { broker: 1024, zookeeper: 512 };

/**
 * Whether an image's tag is a version, but not of Confluent 7.5, which is Kafka 3.5: the program knows the settings of
 * that version.
 */
export function isOtherVersion(image = ""): boolean {
  const [, tag = ""] = /:(\d+\.[^:/@]*)(@|$)/.exec(image) ?? [];
  return tag !== "" && !/^7\.5(\.|$)/.test(tag);
}

/** Where the images keep what the servers store: their own volumes. */
export const dataPaths = {
  zookeeper: { data: "/var/lib/zookeeper/data", logs: "/var/lib/zookeeper/log" },
  broker: { data: "/var/lib/kafka/data" },
} as const;
