import { isProperties, type Properties, type Value } from "../../../provider/sdk/value";

// Readers of planned properties. Absent or unknown values read as empty.

export function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

export function number(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}

export function flag(value: Value | undefined): boolean {
  return value === true;
}

export function texts(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

export function objects(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isProperties) : [];
}

export function textMap(value: Value | undefined): Record<string, string> {
  if (!isProperties(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, text(inner)]));
}

/** Labels in Docker's form. */
export function labelMap(value: Value | undefined): Record<string, string> {
  return Object.fromEntries(
    objects(value).map(({ label, value: content }) => [text(label), text(content)]),
  );
}

/** Labels in the form of the state. */
export function labelList(labels: Readonly<Record<string, string>> | null): Properties[] {
  return Object.entries(labels ?? {}).map(([label, value]) => ({ label, value }));
}
