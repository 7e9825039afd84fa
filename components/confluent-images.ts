/** What the Confluent images of ZooKeeper and Kafka start: it makes the settings from the environment first. */
export const confluentCommand = ["/etc/confluent/docker/run"];

/** `appuser` in the Confluent images. */
export const confluentUser = 1000;

/** Host name of the first broker; others call it by this name. */
export const brokerHost = "kafka";

/** The environment that sets a Java heap of a fixed size in MiB in the Confluent images; 0 leaves the size to the image. */
export function heapOptions(mebibytes: number): Record<string, string> {
  return mebibytes === 0 ? {} : { KAFKA_HEAP_OPTS: `-Xms${mebibytes}m -Xmx${mebibytes}m` };
}
