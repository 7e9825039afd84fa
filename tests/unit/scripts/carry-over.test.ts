import { parseDocument } from "yaml";
import { carryOver } from "../../../scripts/setup/carry-over";
import { valuesOf } from "../../../scripts/setup/config-file";
import { keepWritten } from "../../../common/written";

const key = (name: string) => `kafka-platform:${name}`;
const file = `config:
  # Ours.
  kafka-platform:brokerPort: 29092
  kafka-platform:topics:
    - name: a
  kafka-platform:topicsFile: topics.yaml
`;

/** What becomes of a file when Pulumi was told to change some values of a copy that was like it. */
function carried(
  told: Readonly<Record<string, unknown>>,
  changes: Partial<Parameters<typeof carryOver>[0]> = {},
) {
  const document = parseDocument(file, keepWritten);
  const result = carryOver({
    document,
    name: "Pulumi.dev.yaml",
    told: new Map(Object.entries(told).map(([name, value]) => [key(name), value])),
    before: valuesOf(parseDocument(file, keepWritten)),
    replaced: [],
    copy: parseDocument("encryptionsalt: v1:salt\nconfig: {}\n", keepWritten),
    isSameBackend: true,
    ...changes,
  });
  return { ...result, text: document.toString() };
}

test("what is set and taken out is, and the rest stays with its comments", () => {
  expect(carried({ brokerPort: "39092", kafkaUi: "false" })).toEqual({
    done: [
      "kafka-platform:brokerPort is set in Pulumi.dev.yaml",
      "kafka-platform:kafkaUi is set in Pulumi.dev.yaml",
    ],
    refused: [],
    text: `${file.replace("29092", "39092")}  kafka-platform:kafkaUi: "false"\n`,
  });
  expect(carried({ brokerPort: undefined }).text).not.toContain("brokerPort");
});

test.each(["topics", "topicsFile"])("%s stay where they are taken out as a whole", (name) => {
  const { done, refused, text } = carried({ [name]: undefined });
  expect({ done, text }).toEqual({ done: [], text: file });
  expect(refused).toEqual([expect.stringMatching(`^kafka-platform:${name} stays: without it`)]);
});

test("one topic that is taken out is", () => {
  const { text, refused } = carried({ topics: [{ name: "b" }] });
  expect(refused).toEqual([]);
  expect(text).toBe(file.replace("name: a", "name: b"));
});

test("what was changed in the file as well is not overwritten", () => {
  const before = new Map([[key("brokerPort"), 1]]);
  const { done, refused, text } = carried({ brokerPort: "39092" }, { before });
  expect({ done, text }).toEqual({ done: [], text: file });
  expect(refused).toEqual([
    "kafka-platform:brokerPort was changed in Pulumi.dev.yaml too, which takes precedence: set it again",
  ]);
});

test("an image that is set over its replacement is set in the file", () => {
  const before = new Map([[key("brokerImage"), "lab/kafka:1"]]);
  const replaced = [key("brokerImage")];
  const { text } = carried({ brokerImage: "team/kafka:2" }, { before, replaced });
  expect(text).toBe(`${file}  kafka-platform:brokerImage: team/kafka:2\n`);
});

test("a secret takes its salt along, and one of another backend is dropped", () => {
  const told = { kafkaUiPassword: { secure: "v1:x" } };
  expect(carried(told).text).toContain("encryptionsalt: v1:salt");
  const { refused, text } = carried(told, { isSameBackend: false });
  expect(text).toBe(file);
  expect(refused).toEqual([expect.stringContaining("was encrypted for another backend")]);
});
