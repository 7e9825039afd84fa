import { lookupCodecByAttributes } from "kafkajs/src/protocol/message/compression";
import decodeMessageSet from "kafkajs/src/protocol/messageSet/decoder";
import { type Decoder, newDecoder } from "./kafkajs-internals";

// kafkajs reads batches into records and drops the rest: the offsets that a batch covers, which is all
// that is left after compaction removed its records, and headers with names such as `constructor`.

/** A record as it is in the log. */
export interface LogRecord {
  readonly offset: number;
  /** Milliseconds since the epoch; negative if there is none. */
  readonly timestamp: number;
  /** Whether the broker set the time rather than the producer. */
  readonly isAppendTime: boolean;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** In order; a name may occur more than once, and a value may be null. */
  readonly headers: readonly Header[];
}

export type Header = readonly [name: string, value: Buffer | null];

/** Records that were written together; unpacked on demand. */
export interface LogBatch {
  readonly baseOffset: number;
  /** The offset to continue from, whatever compaction has left of the batch. */
  readonly nextOffset: number;
  readonly maxTimestamp: number;
  readonly producerId: string;
  readonly isTransactional: boolean;
  /** Whether it marks the end of a transaction and holds no user data. */
  readonly isControl: boolean;
  readonly records: () => Promise<LogRecord[]>;
}

// https://kafka.apache.org/documentation/#recordbatch: offset, length, leader epoch, magic.
const frameSize = 12;
const magicAt = 16;
const isAppendTimeFlag = 0x08;
const transactionalFlag = 0x10;
const controlFlag = 0x20;

/** Splits a broker's data for a partition into batches, without one that is cut off at the end. */
export function splitBatches(bytes: Buffer): LogBatch[] {
  const batches: LogBatch[] = [];
  for (let at = 0; at + magicAt < bytes.length;) {
    const end = at + frameSize + bytes.readInt32BE(at + 8);
    if (end > bytes.length || end <= at + magicAt) break;
    const frame = bytes.subarray(at, end);
    batches.push(frame.readInt8(magicAt) < 2 ? messageSet(frame) : batch(frame));
    at = end;
  }
  return batches;
}

function batch(frame: Buffer): LogBatch {
  const decoder = newDecoder(frame);
  const baseOffset = long(decoder);
  decoder.forward(4 + 4 + 1 + 4); // length, leader epoch, magic, checksum
  const attributes = decoder.readInt16();
  const nextOffset = baseOffset + decoder.readInt32() + 1;
  const firstTimestamp = long(decoder);
  const maxTimestamp = long(decoder);
  const producerId = decoder.readInt64().toString();
  decoder.forward(2 + 4); // producer's epoch, first sequence
  const isAppendTime = (attributes & isAppendTimeFlag) > 0;
  const records = async (): Promise<LogRecord[]> => {
    const codec = lookupCodecByAttributes(attributes);
    const count = frame.readInt32BE(decoder.offset);
    const packed = frame.subarray(decoder.offset + 4);
    const content = newDecoder(codec && count > 0 ? await codec.decompress(packed) : packed);
    return Array.from({ length: Math.max(0, count) }, () => {
      content.readVarInt(); // length
      content.readInt8(); // attributes, none so far
      const timestamp = firstTimestamp + Number(content.readVarLong().toString());
      return {
        offset: baseOffset + content.readVarInt(),
        timestamp: isAppendTime ? maxTimestamp : timestamp,
        isAppendTime,
        key: content.readVarIntBytes(),
        value: content.readVarIntBytes(),
        headers: content.readVarIntArray((each): Header => [
          each.readVarIntString() ?? "",
          each.readVarIntBytes(),
        ]),
      };
    });
  };
  return {
    baseOffset,
    nextOffset,
    maxTimestamp,
    producerId,
    isTransactional: (attributes & transactionalFlag) > 0,
    isControl: (attributes & controlFlag) > 0,
    records,
  };
}

/** A message, or a compressed set, in the format before Kafka 0.11; a set has the offset of its last message. */
function messageSet(frame: Buffer): LogBatch {
  const offset = long(newDecoder(frame));
  const records = async (): Promise<LogRecord[]> => {
    const messages = await decodeMessageSet(newDecoder(frame), frame.length);
    return messages.map(({ offset: each, timestamp, key, value }) => ({
      offset: Number(each),
      timestamp: Number(timestamp ?? -1),
      isAppendTime: false,
      key,
      value,
      headers: [],
    }));
  };
  return {
    baseOffset: offset,
    nextOffset: offset + 1,
    maxTimestamp: -1,
    producerId: "-1",
    isTransactional: false,
    isControl: false,
    records,
  };
}

/** Offsets and times as numbers: neither reaches 2^53. */
function long(decoder: Decoder): number {
  return Number(decoder.readInt64().toString());
}
