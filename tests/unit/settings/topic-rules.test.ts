import fc from "fast-check";
import { defaultReplicationFactor, topicNameProblem } from "../../../kafka/topics/declaration";
import { topicDefinitions } from "../../../kafka/settings/definitions";
import { sameSetting, topicSettingProblem } from "../../../kafka/topics/settings";

test.each([
  ["vendas.pedido.criado", true],
  ["meu-topico", true],
  ["A_b-c.9", true],
  ["a".repeat(249), true],
  ["a".repeat(250), false],
  ["", false],
  [".", false],
  ["..", false],
  ["...", true],
  ["acentuação", false],
  ["__transaction_state", false],
  ["__mine", true],
])("topic name %j: allowed %s", (name, allowed) => {
  expect(topicNameProblem(name) === undefined).toBe(allowed);
});

test.each([
  ["cleanup.policy", "compact,delete", true],
  ["cleanup.policy", "compress", false],
  ["retention.ms", "-1", true],
  ["retention.ms", "-2", false],
  ["retention.ms", "7d", false],
  ["retention.ms", "9223372036854775807", true],
  ["retention.ms", "9223372036854775808", false],
  ["max.message.bytes", "2147483647", true],
  ["max.message.bytes", "2147483648", false],
  ["min.cleanable.dirty.ratio", "0.5", true],
  ["min.cleanable.dirty.ratio", "1.1", false],
  ["preallocate", "TRUE", true],
  ["message.timestamp.type", "LogAppendTime", true],
  ["leader.replication.throttled.replicas", "0:1,1:2", true],
  ["leader.replication.throttled.replicas", "all", false],
])("topic setting %s=%s: allowed %s", (name, value, allowed) => {
  expect(topicSettingProblem(name, value) === undefined).toBe(allowed);
});

test("a name that every object has is no topic setting", () => {
  expect(topicSettingProblem("constructor", "1")).toMatch(/^is not a topic setting/);
});

test.each([
  ["cleanup.policy", "compact,delete", "delete, compact", true],
  ["cleanup.policy", "compact,delete", "delete", false],
  ["cleanup.policy", "delete,delete", "delete", true],
  ["leader.replication.throttled.replicas", "0:1,1:2", "1:2 , 0:1", true],
  ["leader.replication.throttled.replicas", "0:1,1:2", "*", false],
  ["min.cleanable.dirty.ratio", "0.50", "0.5", true],
  ["retention.ms", "0100", "100", true],
  ["preallocate", "TRUE", "true", true],
  ["retention.ms", "100", undefined, false],
  // What is no list is compared as it is.
  ["constructor", "a,b", "b,a", false],
])("topic setting %s: %s and %s are the same: %s", (name, a, b, isSame) => {
  expect(sameSetting(name, a, b)).toBe(isSame);
  expect(sameSetting(name, b, a)).toBe(isSame);
});

test("checking a value never throws", () => {
  fc.assert(
    fc.property(fc.constantFrom(...topicDefinitions.keys()), fc.string(), (name, value) => {
      topicSettingProblem(name, value);
    }),
  );
});

test.each([
  [1, 1],
  [2, 2],
  [3, 3],
  [9, 3],
])("of %d brokers, %d hold each partition by default", (brokers, copies) => {
  expect(defaultReplicationFactor(brokers)).toBe(copies);
});
