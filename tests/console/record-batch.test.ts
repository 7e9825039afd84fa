import { gzipSync } from "node:zlib";
import { splitBatches } from "../../offline/console/server/kafka/record-batch";

// Written by hand after https://kafka.apache.org/documentation/#recordbatch, so that no fault of the
// reader is hidden by the same one in a writer.
const varint = (value: number): Buffer => {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  const bytes: number[] = [];
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
};
const bytes = (value: string | Buffer | null) =>
  value === null
    ? varint(-1)
    : Buffer.concat([varint(Buffer.from(value as string).length), Buffer.from(value as string)]);

type Headers = readonly (readonly [string, string | null])[];

function record(delta: number, value: string | null, headers: Headers = []): Buffer {
  const body = Buffer.concat([
    ...[Buffer.from([0]), varint(delta * 10), varint(delta), bytes(null), bytes(value)],
    varint(headers.length),
    ...headers.flatMap(([name, each]) => [bytes(name), bytes(each)]),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function batch(base: number, lastDelta: number, attributes: number, records: Buffer[]): Buffer {
  const head = Buffer.alloc(61);
  const content = Buffer.concat(records);
  const packed = attributes & 1 ? gzipSync(content) : content;
  head.writeBigInt64BE(BigInt(base), 0);
  head.writeInt32BE(head.length - 12 + packed.length, 8);
  head.writeInt8(2, 16);
  head.writeInt16BE(attributes, 21);
  head.writeInt32BE(lastDelta, 23);
  head.writeBigInt64BE(1000n, 27);
  head.writeBigInt64BE(2000n, 35);
  head.writeBigInt64BE(42n, 43);
  head.writeInt32BE(records.length, 57);
  return Buffer.concat([head, packed]);
}

test("compacted batches keep their offsets", async () => {
  const headers: Headers = [
    ["null", null],
    ["constructor", "x"],
    ["null", "y"],
  ];
  const log = Buffer.concat([
    batch(100, 9, 0, [record(2, "a", headers), record(4, null)]),
    batch(110, 4, 0, []),
    batch(115, 4, 1, [record(0, "é".repeat(100))]),
    batch(2 ** 40, 0, 0x38, [record(0, "mark")]),
    batch(2 ** 40 + 1, 0, 0, [record(0, "cut off")]).subarray(0, 70),
  ]);
  const batches = splitBatches(log);
  expect(batches.map(({ baseOffset, nextOffset }) => [baseOffset, nextOffset])).toEqual([
    [100, 110],
    [110, 115],
    [115, 120],
    [2 ** 40, 2 ** 40 + 1],
  ]);
  const [first, empty, packed, mark] = await Promise.all(batches.map((each) => each.records()));
  const text = (value: Buffer | null | undefined) => value?.toString() ?? null;
  expect(first?.map(({ offset, timestamp, value }) => [offset, timestamp, text(value)])).toEqual([
    [102, 1020, "a"],
    [104, 1040, null],
  ]);
  expect(first?.[0]?.headers.map(([name, value]) => [name, text(value)])).toEqual(headers);
  expect(empty).toEqual([]);
  expect(text(packed?.[0]?.value)).toBe("é".repeat(100));
  expect(mark?.[0]).toMatchObject({ timestamp: 2000, isAppendTime: true });
  expect(batches[3]).toMatchObject({ isControl: true, isTransactional: true, producerId: "42" });
});
