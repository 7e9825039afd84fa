import type { ClusterClient } from "../kafka/cluster-client";
import { topicSize } from "../views/topics";

/** Counters of a cluster at one time. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Messages ever written, by topic. */
  readonly topicMessages: ReadonlyMap<string, number>;
  /** Messages ever written to partitions that a broker leads, by broker. */
  readonly brokerMessages: ReadonlyMap<string, number>;
  /** Bytes of all copies on disk, by topic. */
  readonly topicBytes: ReadonlyMap<string, number>;
  /** Bytes on disk, by broker. */
  readonly brokerBytes: ReadonlyMap<string, number>;
}

/** Reads the counters of all topics and brokers: two requests to each broker, however many topics there are. */
export async function takeSample(client: ClusterClient): Promise<Sample> {
  const { topics, brokers } = await client.metadata();
  const [ends, sizes] = await Promise.all([
    client.offsets([...topics.values()], "latest"),
    client.sizes(),
  ]);
  const topicMessages = new Map<string, number>();
  const brokerMessages = new Map(brokers.map(({ nodeId }) => [String(nodeId), 0]));
  for (const [name, offsets] of ends) {
    let sum = 0;
    for (const [partition, end] of offsets) {
      sum += end;
      const leader = String(topics.get(name)?.partitions[partition]?.leader);
      brokerMessages.set(leader, (brokerMessages.get(leader) ?? 0) + end);
    }
    topicMessages.set(name, sum);
  }
  return {
    at: Date.now(),
    topicMessages,
    brokerMessages,
    topicBytes: new Map([...topics.keys()].map((name) => [name, topicSize(name, sizes)])),
    brokerBytes: new Map(
      [...sizes].map(([broker, ofBroker]) => [
        String(broker),
        [...ofBroker.values()].flatMap((each) => [...each.values()]).reduce((a, b) => a + b, 0),
      ]),
    ),
  };
}
