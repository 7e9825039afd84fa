import { type Exchange, newDecoder, newEncoder } from "./kafkajs-internals";

/** What a broker keeps of a topic, in bytes by partition, as KIP-113's DescribeLogDirs reports it. */
export type TopicSizes = ReadonlyMap<string, ReadonlyMap<number, number>>;

// https://kafka.apache.org/protocol#The_Messages_DescribeLogDirs
const describeLogDirs = { apiKey: 35, apiVersion: 1, apiName: "DescribeLogDirs" };

/** Asks a broker for the sizes of all its replicas. */
export function allLogDirs(): Exchange<TopicSizes> {
  return {
    request: {
      ...describeLogDirs,
      // No topics named means all of them.
      encode: () => Promise.resolve(newEncoder().writeNullableArray([])),
    },
    response: {
      decode: (data) => Promise.resolve(decode(data)),
      parse: (sizes) => Promise.resolve(sizes),
    },
  };
}

function decode(data: Buffer): TopicSizes {
  const sizes = new Map<string, Map<number, number>>();
  const decoder = newDecoder(data);
  decoder.readInt32(); // throttle time
  decoder.readArray((directory) => {
    directory.readInt16(); // an error leaves the directory without topics
    directory.readString(); // its path
    directory.readArray((topic) => {
      const name = topic.readString();
      const partitions = sizes.get(name) ?? new Map<number, number>();
      topic.readArray((partition) => {
        const id = partition.readInt32();
        partitions.set(id, (partitions.get(id) ?? 0) + Number(partition.readInt64().toString()));
        partition.readInt64(); // how far it lags behind
        partition.readBoolean(); // whether it is to replace the current one
      });
      sizes.set(name, partitions);
    });
  });
  return sizes;
}
