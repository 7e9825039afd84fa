import { mismatches } from "./matcher";

test.each([
  ["a placeholder", "x-<hex8>", "x-0123abcd"],
  ["lists", { a: ["<ip>", 1] }, { a: ["10.0.0.1", 1] }],
])("%s matches", (_, expected, actual) => {
  expect(mismatches(expected, actual)).toEqual([]);
});

test.each([
  ["another text", "x-<hex8>", "y-0123abcd"],
  ["a missing property", { a: 1, b: 2 }, { a: 1 }],
  ["a property too many", { a: 1 }, { a: 1, b: 2 }],
  ["a longer list", [1], [1, 2]],
  ["what should be secret", { "<secret>": "a" }, "a"],
])("%s is a mismatch", (_, expected, actual) => {
  expect(mismatches(expected, actual)).toHaveLength(1);
});
