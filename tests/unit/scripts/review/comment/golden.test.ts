import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cases } from "../../../../preview-comment/cases";
import { makeComment } from "../../../../../scripts/review/comment/main";

// Comments on previews that the real CLI made (`make record-previews`), against those that were
// reviewed. After an intended change: UPDATE_COMMENTS=1 make check, and read the difference.
const fixtures = path.join(__dirname, "../../../../preview-comment/fixtures");
const subject = { stack: "review", base: "main", head: "0a1b2c3" };

function commentOn(name: string): string {
  const read = (side: string) => readFileSync(path.join(fixtures, name, `${side}.json`), "utf8");
  return makeComment(subject, read("base"), read("head")).markdown;
}

test.each(cases.map(({ name }) => name))("%s", (name) => {
  const golden = path.join(fixtures, name, "comment.md");
  const made = commentOn(name);
  if (process.env.UPDATE_COMMENTS) writeFileSync(golden, made);
  expect(made).toBe(existsSync(golden) ? readFileSync(golden, "utf8") : "missing");
});

test("every recording is of a case", () => {
  expect(readdirSync(fixtures).sort()).toEqual(cases.map(({ name }) => name).sort());
});

test("no secret is in a comment, nor in a recording", () => {
  const secrets = cases.flatMap(({ secrets: secret }) =>
    secret ? [secret.base, secret.head] : [],
  );
  expect(secrets).toHaveLength(2);
  const files = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(json|md)$/.test(name),
  );
  expect(files.length).toBeGreaterThanOrEqual(2 * cases.length);
  for (const file of files) {
    const text = readFileSync(path.join(fixtures, file), "utf8");
    for (const secret of secrets) expect(text).not.toContain(secret);
  }
});

test("a stack that the base does not have is all new", () => {
  const head = readFileSync(path.join(fixtures, "topics/head.json"), "utf8");
  const { markdown } = makeComment(subject, undefined, head);
  expect(markdown).toMatch(/\*\*3 topics created, \d+ resources created\.\*\*/);
  expect(markdown).not.toContain("CAUTION");
});

test("a base that cannot be previewed is said, and no change is made up", () => {
  const [bad, good] = ["invalid/head.json", "topics/head.json"].map((file) =>
    readFileSync(path.join(fixtures, file), "utf8"),
  ) as [string, string];
  const { markdown, failed } = makeComment(subject, bad, good);
  expect(failed).toBe(false);
  expect(markdown).toContain("**The preview of the base fails.**");
  expect(markdown).not.toContain("created");
});

test("a thousand topics that go, and texts that would break a table, stay within a comment", () => {
  const odd = `a|b\`c\n<!-- d --> @team ${"x".repeat(300)}`;
  const state = (topics: object) => ({
    urn: "urn:pulumi:review::kafka-platform::kafka-platform:kafka:Topics::platform-topics",
    type: "kafka-platform:kafka:Topics",
    custom: true,
    inputs: { topics },
  });
  const config = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`key${index}`, odd]));
  const many = Array.from({ length: 1000 }, (_, index): [string, object] => [
    `a.b.${index}`,
    { config },
  ]);
  const preview = (topics: object) =>
    JSON.stringify({ steps: [{ op: "create", urn: state({}).urn, newState: state(topics) }] });
  for (const [before, after] of [
    [Object.fromEntries(many), {}],
    [{}, Object.fromEntries(many)],
    [{ one: {} }, { one: { config } }],
  ] as const) {
    const { markdown } = makeComment(subject, preview(before), preview(after));
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown.match(/<!--/g)).toHaveLength(1);
    for (const row of markdown.split("\n").filter((line) => line.startsWith("|"))) {
      expect(row.match(/\|/g)).toHaveLength(4);
    }
  }
});
