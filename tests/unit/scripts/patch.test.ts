import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseDocument } from "yaml";
import {
  changes,
  readConfigFile,
  valuesOf,
  writeConfigFile,
} from "../../../scripts/setup/config-file";
import { patch } from "../../../scripts/setup/patch";
import { keepWritten } from "../../../common/written";

const text = `# Top.
config:
  # The port.
  brokerPort: 29092 # published
  topics:
    # First.
    - name: a
      partitions: 3 # grows
    # Second.
    - name: b
      config:
        retention.ms: 1000
`;

function patched(...changes: [string, unknown][]): string {
  const document = parseDocument(text, keepWritten);
  for (const [key, value] of changes) patch(document, ["config", key], value);
  return document.toString();
}

const a = { name: "a", partitions: 3 };
const b = { name: "b", config: { "retention.ms": 1000 } };

test.each<[string, string, unknown, (text: string) => string]>([
  ["a number that Pulumi wrote as text", "brokerPort", "39092", (t) => t.replace("29092", "39092")],
  ["what stays the same", "topics", [a, b], (t) => t],
  ["the same in other types", "topics", [{ name: "a", partitions: "3" }, b], (t) => t],
  ["a value inside a list", "topics", [{ ...a, partitions: 6 }, b], (t) => t.replace(": 3", ": 6")],
  ["an item that comes", "topics", [a, b, { name: "c" }], (t) => `${t}    - name: c\n`],
  ["an item that goes, with its comment", "topics", [a], (t) => t.replace(/ {4}# Second[^]*/, "")],
  [
    "the first that goes: the comment above it may be the list's, and stays",
    "topics",
    [b],
    (t) => t.replace(/ {4}- name: a\n.*\n/, ""),
  ],
  ["a key that goes", "brokerPort", undefined, (t) => t.replace(/ {2}brokerPort.*\n/, "")],
  ["a key that comes", "kafkaUi", "false", (t) => `${t}  kafkaUi: "false"\n`],
])("%s", (_what, key, value, expected) => {
  expect(patched([key, value])).toBe(expected(text));
});

test("what Pulumi has only written otherwise is no change, and numbers stay as they are written", () => {
  const written =
    "config:\n  a: 0123456\n  b:\n    - 1.10\n    - 18446744073709551615\n  c: 5 # five\n";
  const document = parseDocument(written, keepWritten);
  const pulumis = 'config:\n  a: "42798"\n  b: [1.1, 1.8446744073709552e+19]\n  c: "6"\n';
  const told = changes(
    valuesOf(parseDocument(written, keepWritten)),
    valuesOf(parseDocument(pulumis, keepWritten)),
  );
  expect([...told]).toEqual([["c", "6"]]);
  for (const [key, value] of told) patch(document, ["config", key], value);
  // A text that looks like a number is one still.
  patch(document, ["config", "d"], "0123");
  expect(document.toString()).toBe(`${written.replace("5 #", "6 #")}  d: "0123"\n`);
});

test("a file is written in its own style: what is not changed stays to the letter", () => {
  const root = path.join(__dirname, "../../..");
  const folder = mkdtempSync(path.join(tmpdir(), "style-"));
  const own = readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  const texts = own.map((name) => readFileSync(path.join(root, name), "utf8"));
  // As Pulumi and as other people write.
  texts.push(
    'config:\n    a:x: "1"\n    a:y:\n        - b: [c]\n',
    "config:\n  a:x:\n  - b: { c: 1 }\n",
    "config:\n  a:x: 0123456\n  a:y: [9223372036854775807, 1.10, 1e3, 0x1F, 1_000, 2026-11-28, True, ~]\n",
  );
  try {
    for (const each of texts) {
      const file = path.join(folder, "Pulumi.x.yaml");
      writeFileSync(file, each);
      const document = readConfigFile(file);
      document.setIn(["config", "a:new"], 1);
      writeConfigFile(file, document);
      const added = readFileSync(file, "utf8");
      expect(added.replace(/^ +a:new: 1\n/m, "")).toBe(each);
      expect(added).not.toBe(each);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
