import { diffTopics } from "../../../provider/topics/diff";
import { parseImportId, presentTopics } from "../../../provider/topics/state";

const topic = {
  partitions: 3,
  replicationFactor: 1,
  config: { "retention.ms": "1000", "cleanup.policy": "compact,delete" },
};

test("a diff is told topic by topic", () => {
  const before = { same: topic, "a.b.c": topic, gone: topic };
  const now = {
    same: { ...topic, config: { ...topic.config, "cleanup.policy": "delete, compact" } },
    "a.b.c": {
      partitions: 6,
      replicationFactor: 3,
      config: { "retention.ms": "5", "max.message.bytes": "9" },
      preventDelete: true,
    },
    new: topic,
  };
  expect(diffTopics(before, now)).toEqual({
    'topics["a.b.c"].partitions': "update",
    'topics["a.b.c"].replicationFactor': "update",
    'topics["a.b.c"].config["retention.ms"]': "update",
    'topics["a.b.c"].config["cleanup.policy"]': "delete",
    'topics["a.b.c"].config["max.message.bytes"]': "add",
    'topics["a.b.c"].preventDelete': "add",
    'topics["gone"]': "delete",
    'topics["new"]': "add",
  });
});

test("a protection that was never there and one that is false are the same", () => {
  expect(diffTopics({ a: topic }, { a: { ...topic, preventDelete: false } })).toEqual({});
});

test("what a refresh finds is told in the words of the declaration, without others' settings", () => {
  const settings = { "min.cleanable.dirty.ratio": "0.50", "cleanup.policy": "delete, compact" };
  const declared = { a: { ...topic, config: settings, preventDelete: true }, gone: topic };
  const found = { "min.cleanable.dirty.ratio": "0.5", "cleanup.policy": "compact,delete" };
  const config = { ...found, foreign: "1" };
  const actual = { a: { ...topic, partitions: 4, config }, other: topic };
  expect(presentTopics(declared, actual)).toEqual({ a: { ...declared.a, partitions: 4 } });
});

describe("the id of an import", () => {
  const direct = (...addresses: string[]) => ({ via: "direct", addresses });

  test.each([
    ["localhost:29092", { connection: direct("localhost:29092"), names: undefined }],
    ["a:1,b:2/x.y,z", { connection: direct("a:1", "b:2"), names: ["x.y", "z"] }],
    [
      "kafka-0.kafka.ns.svc:9092?namespace=ns&context=arn%3Aaws%2Fx",
      {
        connection: {
          via: "kubernetes",
          addresses: ["kafka-0.kafka.ns.svc:9092"],
          namespace: "ns",
          context: "arn:aws/x",
          kubeconfig: "",
        },
        names: undefined,
      },
    ],
  ])("%s", (id, parsed) => {
    expect(parseImportId(id)).toEqual(parsed);
  });

  test.each(["", "platform-topics", "localhost", "a:1,,b:2", "a:x", "a:99999"])(
    "%j is refused",
    (id) => {
      expect(() => parseImportId(id)).toThrow(/is not the id of a cluster's topics: it must be/);
    },
  );
});
