import { type Exchange, newDecoder, newEncoder } from "./kafkajs-internals";

/** Bytes that a broker stores, by topic and partition, as KIP-113's DescribeLogDirs reports them. */
export type TopicSizes = ReadonlyMap<string, ReadonlyMap<number, number>>;

// https://kafka.apache.org/protocol#The_Messages_DescribeLogDirs
const describeLogDirs = { apiKey: 35, apiVersion: 1, apiName: "DescribeLogDirs" };

/** A request for the sizes of all replicas of a broker. */
export function allLogDirs(): Exchange<TopicSizes> {
  return {
    request: {
      ...describeLogDirs,
      // An empty list means all topics.
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
    directory.readInt16(); // after an error, the directory has no topics
    directory.readString(); // path
    directory.readArray((topic) => {
      const name = topic.readString();
      const partitions = sizes.get(name) ?? new Map<number, number>();
      topic.readArray((partition) => {
        const id = partition.readInt32();
        partitions.set(id, (partitions.get(id) ?? 0) + Number(partition.readInt64().toString()));
        partition.readInt64(); // offset lag
        partition.readBoolean(); // whether it will replace the current replica
      });
      sizes.set(name, partitions);
    });
  });
  return sizes;
}
