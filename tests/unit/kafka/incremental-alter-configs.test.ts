import { ConfigResourceTypes } from "kafkajs";
import { describeLogDirs } from "../../../kafka/administration/describe-log-dirs";
import { incrementalAlterConfigs } from "../../../kafka/administration/incremental-alter-configs";

// Bytes after https://kafka.apache.org/protocol: strings have their length before them, in two bytes.
const text = (value: string) => [0, value.length, ...Buffer.from(value)];

test("IncrementalAlterConfigs sets, takes away, and says which topic failed and why", async () => {
  const { request, response } = incrementalAlterConfigs([
    { type: ConfigResourceTypes.TOPIC, name: "t", set: { a: "1", b: undefined } },
  ]);
  const { buffer } = (await request.encode()) as unknown as { buffer: Buffer };
  // prettier-ignore
  expect([...buffer]).toEqual([
    0, 0, 0, 1, 2, ...text("t"),
    0, 0, 0, 2, ...text("a"), 0, ...text("1"), ...text("b"), 1, 0xff, 0xff,
    0,
  ]);
  // prettier-ignore
  const answer = Buffer.from([
    0, 0, 0, 0, 0, 0, 0, 2,
    0, 0, 0xff, 0xff, 2, ...text("t"),
    0, 40, ...text("no"), 2, ...text("u"),
  ]);
  expect(await response.decode(answer)).toEqual([
    { errorCode: 0, errorMessage: null, name: "t" },
    { errorCode: 40, errorMessage: "no", name: "u" },
  ]);
});

test("DescribeLogDirs asks for partitions and reads their sizes from all directories", async () => {
  const { request, response } = describeLogDirs([{ topic: "t", partitions: [0, 7] }]);
  const { buffer } = (await request.encode()) as unknown as { buffer: Buffer };
  expect([...buffer]).toEqual([0, 0, 0, 1, ...text("t"), 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7]);
  // prettier-ignore
  const answer = Buffer.from([
    0, 0, 0, 0, 0, 0, 0, 1,
    0, 0, ...text("/data"), 0, 0, 0, 1, ...text("t"), 0, 0, 0, 1,
    0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]);
  expect(await response.decode(answer)).toEqual([{ topic: "t", partition: 7, bytes: 1024n }]);
});
