import fc from "fast-check";
import { excerpt } from "../../../common/excerpt";
import { Written } from "../../../common/written";

test.each<[unknown, string]>([
  ["short", "short"],
  ["", ""],
  ["a\n  b\r\nc", "a b c"],
  [undefined, "nothing"],
  [null, "null"],
  [{ name: "a", partitions: 3 }, '{"name":"a","partitions":3}'],
  ["x".repeat(80), "x".repeat(80)],
  ["x".repeat(81), `${"x".repeat(77)}...`],
  ["ß".repeat(79) + "🙂🙂", `${"ß".repeat(77)}...`],
])("%j is quoted as %s", (value, text) => expect(excerpt(value)).toBe(text));

test("a number that is kept as written is a number, to the last digit", () => {
  expect(excerpt([new Written("3"), new Written("9223372036854775807")])).toBe(
    '[3,"9223372036854775807"]',
  );
  expect(excerpt(new Written("0123"))).toBe("0123");
});

test("whatever it is, it takes one line and 80 characters at most", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 400 }), fc.jsonValue()), (value) => {
      const text = excerpt(value);
      expect([...text].length).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/[\r\n]/);
    }),
  );
});
