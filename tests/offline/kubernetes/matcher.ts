import type { Json, JsonObject } from "./recording";

const secretSignature = "4dabf18193072939515e22adb298388d";

/**
 * Compares what is there with what was recorded. `<word>` in a recorded text stands for anything.
 *
 * @returns the differences, by path; none if all is as recorded
 */
export function mismatches(expected: Json, actual: Json | undefined, path = ""): string[] {
  if (typeof expected === "string") return matchText(expected, actual, path);
  if (Array.isArray(expected)) return matchList(expected, actual, path);
  if (expected === null || typeof expected !== "object") {
    return expected === actual ? [] : [difference(path, expected, actual)];
  }
  if ("<secret>" in expected) return matchSecret(expected["<secret>"] ?? null, actual, path);
  if (!isObject(actual)) return [difference(path, expected, actual)];
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names].flatMap((name) =>
    expected[name] === undefined
      ? [difference(`${path}.${name}`, undefined, actual[name])]
      : mismatches(expected[name], actual[name], `${path}.${name}`),
  );
}

/** Whether a text is as recorded. */
export function matchesText(expected: string, actual: string): boolean {
  return pattern(expected).test(actual);
}

function matchText(expected: string, actual: Json | undefined, path: string): string[] {
  // Numbers that differ from run to run are recorded as placeholders too.
  const text = typeof actual === "number" ? String(actual) : actual;
  return typeof text === "string" && matchesText(expected, text)
    ? []
    : [difference(path, expected, actual)];
}

function matchList(expected: Json[], actual: Json | undefined, path: string): string[] {
  if (!Array.isArray(actual)) return [difference(path, expected, actual)];
  const found = path.endsWith(".managedFields") ? actual.map(manager).sort() : actual;
  const wanted = path.endsWith(".managedFields") ? [...expected].sort() : expected;
  if (found.length !== wanted.length) return [difference(path, wanted, found)];
  return wanted.flatMap((element, index) => mismatches(element, found[index], `${path}[${index}]`));
}

function matchSecret(expected: Json, actual: Json | undefined, path: string): string[] {
  if (!isObject(actual) || !(secretSignature in actual)) {
    return [`${path}: is not secret`];
  }
  const plaintext = actual.plaintext;
  if (typeof plaintext !== "string") return [`${path}: has no plaintext`];
  return mismatches(expected, JSON.parse(plaintext) as Json, path);
}

/** The recordings keep who owns fields, not which. */
function manager(entry: Json): Json {
  if (!isObject(entry)) return entry;
  const [name, operation, subresource] = ["manager", "operation", "subresource"].map((key) =>
    text(entry[key]),
  );
  return (
    `manager=${name} operation=${operation}` + (subresource ? ` subresource=${subresource}` : "")
  );
}

function pattern(expected: string): RegExp {
  const parts = expected
    .split(/<[a-zA-Z0-9]+>/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[\\s\\S]+?")}$`);
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function difference(path: string, expected: Json | undefined, actual: Json | undefined): string {
  return `${path}: recorded ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
}
