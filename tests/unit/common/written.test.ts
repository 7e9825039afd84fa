import fc from "fast-check";
import { parse } from "yaml";
import {
  isKept,
  keepAllWritten,
  keepWritten,
  parseJson,
  readingOf,
  Written,
} from "../../../common/written";

// What Pulumi 3.259.0 handed to a program for a stack's file with these values.
test.each([
  ["0123456", "42798"],
  ["-0123", "-83"],
  ["010", "8"],
  ["00", "0"],
  ["0_1", "1"],
  ["089", "89"],
  ["0o17", "15"],
  ["0b11", "3"],
  ["0x1F", "31"],
  ["-0x10", "-16"],
  ["1_000", "1000"],
  ["+5", "5"],
  ["-0", "0"],
  ["9223372036854775807", "9223372036854775807"],
  ["-9223372036854775808", "-9223372036854775808"],
  ["9007199254740993", "9007199254740993"],
  ["18446744073709551615", "18446744073709552000"],
  ["12345678901234567890123", "1.2345678901234568e+22"],
  ["1.10", "1.1"],
  ["1.", "1"],
  [".5", "0.5"],
  ["0123.5", "123.5"],
  ["604800000.0", "604800000"],
  ["1e3", "1000"],
  ["1E3", "1000"],
  ["1e21", "1e+21"],
  ["1e-7", "1e-7"],
  ["123456789012345678901234567890.5", "1.2345678901234568e+29"],
  ["0.1000000000000000055511151231257827", "0.1"],
  ["2001-1-1", "2001-01-01 00:00:00 +0000 UTC"],
  ["2001-01-01T00:00:00Z", "2001-01-01 00:00:00 +0000 UTC"],
  ["2001-01-01 10:00:00", "2001-01-01 10:00:00 +0000 UTC"],
  ["True", "true"],
  ["yes", "yes"],
  ["1:30", "1:30"],
  ["3.5.1", "3.5.1"],
  ["7d", "7d"],
])("Pulumi reads %s as %s", (source, reading) => {
  expect(readingOf(source)).toBe(reading);
});

test.each([
  ["604800000", true],
  ["-1", true],
  ["0", true],
  ["12345678901234567890123", true],
  ["0.5", true],
  ["0.50", false],
  ["0100", false],
  ["1e3", false],
  ["2026-11-28", false],
])("%s stays as it is: %s", (source, kept) => expect(isKept(source)).toBe(kept));

test("of JSON no number loses a digit, and texts are texts", () => {
  const number = (source: string) => new Written(source);
  const text = '{"a": [9223372036854775807, -0.50, 1e+22], "b": "1, \\"2\\" \\\\", "3": null}';
  expect(parseJson(text)).toEqual({
    a: [number("9223372036854775807"), number("-0.50"), number("1e+22")],
    b: '1, "2" \\',
    "3": null,
  });
  for (const wrong of ["", "{", "[1", "01a", '"\u0001"', String.raw`"\u00015"`, "nothing"]) {
    expect(() => parseJson(wrong)).toThrow(SyntaxError);
  }
});

test("whatever JSON says but for numbers is what JSON.parse says", () => {
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_key, each: unknown) =>
        each instanceof Written ? Number(each.source) : each,
      ),
    );
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!text.includes(String.raw`"\u0001`));
      expect(plain(parseJson(text))).toEqual(JSON.parse(text));
    }),
  );
});

test("YAML is read and written with its numbers as they are", () => {
  const text =
    "a: 0123\nb: 1.10\nc: 9223372036854775808\nd: '5'\ne: 2026-11-28\nf: True\ng: 1:30\n";
  expect(parse(text, keepWritten)).toEqual({
    a: new Written("0123"),
    b: new Written("1.10"),
    c: new Written("9223372036854775808"),
    d: "5",
    e: new Written("2026-11-28"),
    f: true,
    g: "1:30",
  });
  expect(parse("- True\n- true\n", keepAllWritten)).toEqual([new Written("True"), true]);
});
