import { requests } from "kafkajs/src/protocol/requests";
import {
  type BrokerConnection,
  type Decoder,
  type Exchange,
  newDecoder,
} from "./kafkajs-internals";
import { type LogBatch, splitBatches } from "./record-batch";

// https://kafka.apache.org/protocol#The_Messages_Fetch
const fetchKey = 1;

/** Where to read, in partitions of one topic that one broker leads; the first are served first. */
export interface FetchRequest {
  readonly topic: string;
  readonly offsets: readonly (readonly [partition: number, offset: number])[];
  /** Only up to the last stable offset, with the aborted transactions. */
  readonly committed: boolean;
  /** How long to wait for data, in milliseconds. */
  readonly maxWait: number;
  /** For all partitions together; the response has at least one batch, however large it is. */
  readonly maxBytes: number;
  readonly partitionBytes: number;
}

/** A broker's answer for one partition. */
export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: number;
  /** Before this offset, every transaction is either committed or aborted. */
  readonly lastStableOffset: number;
  /** The aborted transactions that overlap with what was read, by first offset. */
  readonly aborted: readonly AbortedTransaction[];
  readonly batches: readonly LogBatch[];
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: number;
}

interface FetchResponse {
  readonly clientSideThrottleTime: number;
  readonly partitions: readonly FetchedPartition[];
}

/** Sends one request for all the partitions. Each gets its own answer, unless the broker throttles. */
export async function fetchFrom(
  broker: BrokerConnection,
  { topic, offsets, committed, maxWait, maxBytes, partitionBytes }: FetchRequest,
): Promise<readonly FetchedPartition[]> {
  const { request } = broker.lookupRequest(
    fetchKey,
    requests.Fetch,
  )({
    replicaId: -1,
    isolationLevel: committed ? 1 : 0,
    maxWaitTime: maxWait,
    minBytes: 1,
    maxBytes,
    topics: [
      {
        topic,
        partitions: offsets.map(([partition, offset]) => ({
          partition,
          fetchOffset: String(offset),
          maxBytes: partitionBytes,
        })),
      },
    ],
  }) as Exchange<unknown>;
  const { partitions } = await broker.connectionPool.send<FetchResponse>({
    request,
    response: {
      decode: (data) => Promise.resolve(decode(data, request.apiVersion)),
      parse: (response) => Promise.resolve(response),
    },
  });
  return partitions;
}

function decode(data: Buffer, version: number): FetchResponse {
  const decoder = newDecoder(data);
  const clientSideThrottleTime = decoder.readInt32();
  if (version >= 7) decoder.forward(2 + 4); // error and id of the fetch session, which is not used
  const topics = decoder.readArray((topic) => {
    topic.readString();
    return topic.readArray((each) => decodePartition(each, version));
  });
  return { clientSideThrottleTime, partitions: topics.flat() };
}

function decodePartition(decoder: Decoder, version: number): FetchedPartition {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const highWatermark = Number(decoder.readInt64().toString());
  const lastStableOffset = Number(decoder.readInt64().toString());
  if (version >= 5) decoder.readInt64(); // log start offset
  const aborted = decoder.readArray((each) => ({
    producerId: each.readInt64().toString(),
    firstOffset: Number(each.readInt64().toString()),
  }));
  if (version >= 11) decoder.readInt32(); // preferred read replica
  const size = decoder.readInt32();
  const batches = size > 0 ? splitBatches(decoder.readBytes(size) ?? Buffer.alloc(0)) : [];
  return { partition, errorCode, highWatermark, lastStableOffset, aborted, batches };
}
