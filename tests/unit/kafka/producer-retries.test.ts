import type { ProducerConfig } from "kafkajs";
import createProducer from "kafkajs/src/producer";
import { withoutRetries } from "../../../kafka/connections/kafka";

/** Broker 1 refuses, as it no longer leads partition 0; broker 2, which leads 1 and by then 0, takes all it is sent. */
async function sendWhileTheLeaderMoves(config: ProducerConfig) {
  const taken: number[] = [];
  const leaders = [1, 2];
  const produce = (nodeId: number) => async (request: { topicData: TopicData[] }) => {
    if (nodeId === 1) {
      // By then broker 2 has answered.
      await new Promise(setImmediate);
      const refusal = { name: "KafkaJSProtocolError", retriable: true };
      throw Object.assign(new Error("not the leader"), refusal);
    }
    taken.push(
      ...request.topicData.flatMap(({ partitions }) => partitions.map((p) => p.partition)),
    );
    return { topics: [] };
  };
  const brokers = new Map([1, 2].map((nodeId) => [nodeId, { nodeId, produce: produce(nodeId) }]));
  const producer = createProducer({
    logger: { namespace: () => silent },
    cluster: {
      retry: { initialRetryTime: 1 },
      isConnected: () => true,
      connect: () => Promise.resolve(),
      addMultipleTargetTopics: () => Promise.resolve(),
      refreshMetadataIfNecessary: () => Promise.resolve(),
      refreshMetadata: () => Promise.resolve(leaders.splice(0, 1, 2)),
      findTopicPartitionMetadata: () =>
        leaders.map((leader, partitionId) => ({ partitionId, leader })),
      findLeaderForPartitions: (_: string, partitions: string[]) =>
        Object.fromEntries(
          [...new Set(leaders)].map((leader) => [
            leader,
            partitions.map(Number).filter((partition) => leaders[partition] === leader),
          ]),
        ),
      findBroker: ({ nodeId }: { nodeId: string }) => Promise.resolve(brokers.get(Number(nodeId))),
    },
    ...config,
  });
  await producer.connect();
  const messages = [0, 1].map((partition) => ({ partition, value: String(partition) }));
  const isAcknowledged = await producer.send({ topic: "t", acks: -1, messages }).then(
    () => true,
    () => false,
  );
  return { isAcknowledged, taken };
}

interface TopicData {
  readonly partitions: readonly { readonly partition: number }[];
}

const silent = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };

// If this fails, kafkajs was corrected, and nothing needs to be sent without retries.
test("kafkajs, retrying by itself, acknowledges a message that no broker was sent", async () => {
  expect(await sendWhileTheLeaderMoves({})).toEqual({ isAcknowledged: true, taken: [1] });
});

test("a producer whose acknowledgements are counted reports the request as failed", async () => {
  const { isAcknowledged } = await sendWhileTheLeaderMoves(withoutRetries);
  expect(isAcknowledged).toBe(false);
});
