import type { ClusterClient } from "../kafka/cluster-client";
import { bytesOf } from "../views/brokers";
import { sumOf, topicSize } from "../views/topics";

/** Counters by the name of what they count. */
export type Counters = ReadonlyMap<string, number | null>;

/** Counters of a cluster at one time; null if unknown. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Messages ever written, by topic. */
  readonly topicMessages: Counters;
  /** Messages ever written, by topic and partition. */
  readonly partitionMessages: Counters;
  /** The partitions that each broker leads, named as in `partitionMessages`, by broker. */
  readonly led: ReadonlyMap<string, readonly string[]>;
  /** Bytes of all replicas on disk, by topic. */
  readonly topicBytes: Counters;
  /** Bytes on disk, by broker. */
  readonly brokerBytes: Counters;
}

/** Reads the counters of all topics and brokers: two requests to each broker, however many topics there are. */
export async function takeSample(client: ClusterClient): Promise<Sample> {
  const { topics, brokers } = await client.metadata();
  const [ends, sizes] = await Promise.all([
    client.knownOffsets([...topics.values()], "latest"),
    client.sizes(),
  ]);
  const all = [...topics.values()];
  const led = new Map(brokers.map(({ nodeId }): [string, string[]] => [String(nodeId), []]));
  const partitionMessages = new Map<string, number | null>();
  for (const { name, partitions } of all) {
    for (const { id, leader } of partitions) {
      const partition = `${name} ${id}`;
      partitionMessages.set(partition, ends.get(name)?.get(id) ?? null);
      led.get(String(leader))?.push(partition);
    }
  }
  return {
    at: Date.now(),
    topicMessages: new Map(
      all.map(({ name, partitions }) => [
        name,
        sumOf(partitions.map(({ id }) => ends.get(name)?.get(id) ?? null)),
      ]),
    ),
    partitionMessages,
    led,
    topicBytes: new Map(
      all.map((topic) => {
        const { bytes, isPartial } = topicSize(topic, sizes);
        return [topic.name, isPartial ? null : bytes];
      }),
    ),
    brokerBytes: new Map(
      brokers.map(({ nodeId }) => {
        const ofBroker = sizes.get(nodeId);
        return [String(nodeId), ofBroker ? bytesOf(ofBroker) : null];
      }),
    ),
  };
}
