/** The environment that sets a Java heap of a fixed size in MiB in the Confluent images; 0 leaves the size to the image. */
export function heapOptions(mebibytes: number): Record<string, string> {
  return mebibytes === 0 ? {} : { KAFKA_HEAP_OPTS: `-Xms${mebibytes}m -Xmx${mebibytes}m` };
}
