import { isIP } from "node:net";
import fc from "fast-check";
import {
  canonical,
  isEveryAddress,
  isLoopback,
  overlap,
  readBootstrapServers,
} from "../../../common/addresses";

test.each([
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["::1", true],
  ["0:0:0:0:0:0:0:1", true],
  ["::ffff:127.0.0.1", true],
  ["126.0.0.1", false],
  ["0.0.0.0", false],
  ["::", false],
  ["localhost", false],
])("%s is reached from its machine alone: %s", (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test.each([
  ["0.0.0.0", true],
  ["::", true],
  ["0:0::0", true],
  ["::ffff:0.0.0.0", true],
  ["::1", false],
  ["10.0.0.0", false],
])("%s is every address: %s", (address, expected) => {
  expect(isEveryAddress(address)).toBe(expected);
});

test.each([
  ["127.0.0.1", "127.0.0.1", true],
  ["127.0.0.1", "127.0.0.2", false],
  ["127.0.0.1", "0.0.0.0", true],
  ["::ffff:127.0.0.1", "127.0.0.1", true],
  ["fe80::1", "FE80:0::1", true],
  ["::1", "::", true],
  ["127.0.0.1", "::", false],
  ["0.0.0.0", "::", false],
])("%s and %s take a port from each other: %s", (one, other, expected) => {
  expect(overlap(one, other)).toBe(expected);
  expect(overlap(other, one)).toBe(expected);
});

test("a canonical address is an address still, its own canonical form, and overlaps the one it was", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const text = canonical(address);
      expect(isIP(text)).toBeGreaterThan(0);
      expect(canonical(text)).toBe(text);
      expect(overlap(address, text)).toBe(true);
    }),
  );
});

test.each<[string, string[] | undefined]>([
  ["localhost:9092", ["localhost:9092"]],
  ["kafka_1:1", ["kafka_1:1"]],
  ["10.0.0.1:65535", ["10.0.0.1:65535"]],
  ["a.example.org.:9092", ["a.example.org.:9092"]],
  ["a:9092,b:9093", ["a:9092", "b:9093"]],
  ["a:9092, b:9093 ", ["a:9092", "b:9093"]],
  ["", undefined],
  ["x y", undefined],
  ["host", undefined],
  ["host:", undefined],
  [":9092", undefined],
  ["host:0", undefined],
  ["host:99999", undefined],
  ["host:9.5", undefined],
  ["host:9092x", undefined],
  ["host:9092,", undefined],
  ["host:9092,,b:9092", undefined],
  ["host:9092;b:9092", undefined],
  ["x y:9092", undefined],
  ["-a:9092", undefined],
  ["a..b:9092", undefined],
  ["kafka://host:9092", undefined],
  ["::1:9092", undefined],
  ["[::1]:9092", undefined],
])("%j names bootstrap servers: %j", (text, expected) => {
  expect(readBootstrapServers(text)).toEqual(expected);
});
