import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { readConfigFile, valuesOf, writeConfigFile } from "../../../scripts/setup/config-file";
import { touchedEnvironments } from "../../../scripts/environments/touched";
import { parseYaml, yamlOf } from "../../../settings/files/yaml-file";
import { UserError } from "../../../common/user-error";

const folder = mkdtempSync(path.join(tmpdir(), "kafka-platform-yaml-"));
const file = path.join(folder, "Pulumi.x.yaml");
afterAll(() => rmSync(folder, { recursive: true }));

/** What `make` says of a stack's file. */
function refusal(content: string | Buffer): string | undefined {
  writeFileSync(file, content);
  try {
    valuesOf(readConfigFile(file));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message.replace(file, "FILE");
  }
}

test.each<[string | Buffer, string]>([
  ["config:\n  a:b: *c\n", "the alias *c has no anchor &c before it"],
  ["config:\n  a:b: [*c, &c 1]\n", "the alias *c has no anchor &c before it"],
  ["config:\n  a:b: &c [*c]\n", "the alias *c is inside the value it repeats"],
  ["config:\n  ? [a]\n  : 1\n", "a list or a map cannot be a key"],
  ["config:\n  a:b: { { c: 1 }: 2 }\n", "a list or a map cannot be a key"],
  ["config:\n  a:b: .inf\n", ".inf is not a number that a value can be; quote it"],
  ["config:\n  a:b: [-.Inf]\n", "-.Inf is not a number that a value can be; quote it"],
  ["config:\n  a:b: .nan\n", ".nan is not a number that a value can be; quote it"],
  ["config:\n  a:b: 1\n  a:b: 2\n", "Map keys must be unique"],
  ["config:\n\ta:b: 1\n", "Tabs are not allowed as indentation"],
  [Buffer.from("config:\n  a:b: caf\xe9\n", "latin1"), "it is not in UTF-8; save it in that"],
  [Buffer.from("\ufeffconfig:\n", "utf16le"), "it is not in UTF-8; save it in that"],
])("%j is refused with the line", (content, message) => {
  expect(refusal(content)).toMatch(/^FILE:[123] is not usable YAML: /);
  expect(refusal(content)).toContain(message);
});

test.each(["- a\n", "text\n", "config: 1\n", "config: [a]\n"])("%j is no stack's file", (text) => {
  expect(refusal(text)).toBe(
    "FILE must be a map, with the configuration as another map under config:",
  );
});

test.each<[string, Record<string, unknown>]>([
  ["", {}],
  ["# nothing yet\n", {}],
  ["config:\n", {}],
  ["config: {}\n", {}],
  ["\ufeffconfig:\n  a:b: c\n", { "a:b": "c" }],
  ["config:\r\n  a:b: c\r\n", { "a:b": "c" }],
  ["config:\n  a:b: &x { c: d }\n  a:e: { <<: *x }\n", { "a:b": { c: "d" }, "a:e": { c: "d" } }],
  ["config:\n  a:b: '.inf'\n", { "a:b": ".inf" }],
])("%j is one", (text, values) => {
  writeFileSync(file, text);
  expect(Object.fromEntries(valuesOf(readConfigFile(file)))).toEqual(values);
});

test.each([
  "config:\r\n  a:b: c\r\n",
  "\ufeffconfig:\n  a:b: c\n",
  "\ufeffconfig:\r\n  a:b: 1\r\n",
])("%j keeps its ends of line and its mark when a value is added", (text) => {
  writeFileSync(file, text);
  const document = readConfigFile(file);
  document.setIn(["config", "a:new"], "x");
  writeConfigFile(file, document);
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  expect(readFileSync(file, "utf8")).toBe(`${text}  a:new: x${end}`);
});

test("an environment's file is refused in the same words where it is compared with changes", () => {
  const environments = [{ name: "x", text: "config:\n  a:b: *c\n" }];
  expect(() => touchedEnvironments(["topics/x.yaml"], environments)).toThrow(
    "Pulumi.x.yaml:2 is not usable YAML: the alias *c has no anchor &c before it",
  );
});

test("any bytes are YAML, or are refused with a line that there is", () => {
  const piece = fc.constantFrom("&a ", "*a", "- ", "? ", ": ", "[", "]", "{", "}", "\n", "<<", "x");
  const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 3 }))).map((all) => all.join(""));
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        fc.uint8Array().map((each) => Buffer.from(each)),
      ),
      (bytes) => {
        const { fault } = parseYaml(bytes);
        if (!fault) yamlOf("x", bytes).toJS();
        else expect(fault.line).toBeGreaterThan(0);
      },
    ),
  );
});
