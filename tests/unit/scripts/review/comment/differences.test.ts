import fc from "fast-check";
import { compare } from "../../../../../scripts/review/comment/changes";
import { differences } from "../../../../../scripts/review/comment/differences";
import type { Value } from "../../../../../scripts/review/comment/preview";
import { topicChanges } from "../../../../../scripts/review/comment/topics";

test.each<[string, Value, Value, string[]]>([
  ["a value", { a: { b: 1 } }, { a: { b: 2 } }, ["a.b 1 2"]],
  ["an added and a removed one", { a: 1 }, { b: 2 }, ["a 1 undefined", "b undefined 2"]],
  ["a name with dots", { "retention.ms": "1" }, { "retention.ms": "2" }, ['["retention.ms"] 1 2']],
  [
    "an environment by its names",
    ["A=1", "B=2"],
    ["B=3", "C=4", "A=1"],
    ["B 2 3", "C undefined 4"],
  ],
  [
    "items by their names",
    [{ name: "x", p: 1 }],
    [
      { name: "y", p: 0 },
      { name: "x", p: 2 },
    ],
    ["x.p 1 2", 'y undefined {"name":"y","p":0}'],
  ],
  ["an item of another name", [{ name: "x" }], [{ name: "y" }], ["[0].name x y"]],
  ["what Pulumi keeps beside", { __defaults: ["a"], a: 1 }, { __defaults: [], a: 1 }, []],
  [
    "what is not known yet",
    { a: "x" },
    { a: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
    ["a x (known at up)"],
  ],
  ["secrets, which cannot be told apart", { a: "[secret]" }, { a: "[secret]" }, []],
])("%s", (_what, before, after, expected) => {
  const found = differences(before, after).map(
    (each) => `${each.path} ${each.before} ${each.after}`,
  );
  expect(found).toEqual(expected);
});

test("a value does not differ from itself, and one way is the other turned round", () => {
  const value = fc.jsonValue() as fc.Arbitrary<Value>;
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(differences(a, a)).toEqual([]);
      const places = (found: ReturnType<typeof differences>) =>
        found.map(({ path }) => path).sort();
      expect(places(differences(a, b))).toEqual(places(differences(b, a)));
    }),
  );
});

test("a setting of a topic that is written otherwise and means the same is no change", () => {
  const urn = "urn:pulumi:s::p::kafka-platform:kafka:Topics::platform-topics";
  const preview = (policy: string, partitions: number) => {
    const topics = { a: { partitions, config: { "cleanup.policy": policy, preallocate: "true" } } };
    const type = "kafka-platform:kafka:Topics";
    const newState = { urn, type, custom: true, inputs: { topics } };
    return { steps: [{ op: "create", urn, newState }] };
  };
  const changes = (policy: string, partitions: number) =>
    topicChanges(compare(preview("delete,compact", 1), preview(policy, partitions)));
  expect(changes("compact, delete", 1)).toEqual([]);
  expect(changes("compact, delete", 2)).toMatchObject([
    { operation: "changed", name: "a", differences: [{ path: "partitions" }] },
  ]);
  expect(changes("compact", 1)).toMatchObject([
    { differences: [{ before: "delete,compact", after: "compact" }] },
  ]);
});

test("a warning whose line has moved is no new one", () => {
  const warns = (...messages: string[]) => ({
    steps: [],
    diagnostics: messages.map((message) => ({
      severity: "warning",
      message: `warning: ${message}`,
    })),
  });
  const old = (line: number) => `kafka-platform:brokers is 1; x (Pulumi.dev.yaml:${line})`;
  const added = "kafka-platform:zookeepers is 1; y (Pulumi.dev.yaml:2)";
  expect(compare(warns(old(4)), warns(old(9), added)).notes).toEqual([added]);
});
