import Encoder from "kafkajs/src/protocol/encoder";
import { type Exchange, exchange } from "./exchange";

/** Partitions of a topic. */
export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** A broker's replica of a partition. */
export interface ReplicaSize {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: bigint;
}

/** DescribeLogDirs, version 1: https://kafka.apache.org/protocol#The_Messages_DescribeLogDirs */
export function describeLogDirs(topics: readonly TopicPartitions[]): Exchange<ReplicaSize[]> {
  return exchange(
    { apiKey: 35, apiVersion: 1, apiName: "DescribeLogDirs" },
    (encoder) => encoder.writeArray(topics.map(encodeTopic)),
    (decoder) => {
      decoder.readInt32(); // Throttle time.
      return decoder
        .readArray((directory) => {
          directory.readInt16(); // Error code of an offline directory, which then lists no topics.
          directory.readString();
          return directory.readArray((each) => {
            const topic = each.readString() ?? "";
            return each.readArray((replica) => {
              const partition = replica.readInt32();
              const bytes = BigInt(replica.readInt64().toString());
              replica.readInt64(); // Offset lag.
              replica.readBoolean(); // Whether it is moving between directories.
              return { topic, partition, bytes };
            });
          });
        })
        .flat(2);
    },
  );
}

function encodeTopic({ topic, partitions }: TopicPartitions): Encoder {
  const ids = partitions.map((partition) => new Encoder().writeInt32(partition));
  return new Encoder().writeString(topic).writeArray(ids);
}
