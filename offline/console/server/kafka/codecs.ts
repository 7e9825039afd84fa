import zlib from "node:zlib";
import { CompressionCodecs, CompressionTypes } from "kafkajs";
import lz4 from "lz4js";
import snappy from "snappyjs";

type Unpack = (packed: Buffer) => Uint8Array;

// The framing that Kafka's Java clients put around Snappy: https://github.com/xerial/snappy-java
const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderSize = 16;

/** Lets kafkajs read batches with every compression that Kafka supports; by itself it supports only gzip. */
export function registerCodecs(): void {
  register(CompressionTypes.Snappy, unpackSnappy);
  register(CompressionTypes.LZ4, (packed) => lz4.decompress(packed));
  register(CompressionTypes.ZSTD, zstdDecompress());
}

function register(type: keyof typeof CompressionCodecs, unpack: Unpack): void {
  CompressionCodecs[type] = () => ({
    compress: () => Promise.reject(new Error("The console cannot compress messages")),
    decompress: (packed: Buffer) => Promise.resolve(Buffer.from(unpack(packed))),
  });
}

/** Unpacks Snappy data, with or without the framing of snappy-java. */
export function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, xerialHeader.length).equals(xerialHeader)) {
    return Buffer.from(snappy.uncompress(packed));
  }
  const blocks: Uint8Array[] = [];
  for (let at = xerialHeaderSize; at < packed.length;) {
    const size = packed.readInt32BE(at);
    blocks.push(snappy.uncompress(packed.subarray(at + 4, at + 4 + size)));
    at += 4 + size;
  }
  return Buffer.concat(blocks);
}

function zstdDecompress(): Unpack {
  // Available since Node.js 22.15; the image has a later version.
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: Unpack };
  return (packed) => {
    if (!zstdDecompressSync) throw new Error("Zstandard needs Node.js 22.15 or later");
    return zstdDecompressSync(packed);
  };
}
