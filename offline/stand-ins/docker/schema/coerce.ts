import { isProperties, unknown, type Properties, type Value } from "../../../../provider/sdk/value";
import type { Property } from "./property";

/**
 * Converts an equivalent value to the property's kind, such as `"9092"` to a number.
 *
 * @throws Error with the official provider's text if a string is not a number or boolean.
 */
export function coerce(property: Property, value: Value): Value {
  if (value === unknown) return value;
  switch (property.kind) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    case "integer":
      return typeof value === "string" ? parseInteger(value) : value;
    case "boolean":
      return typeof value === "string" ? parseBoolean(value) : value;
    case "map":
      return isProperties(value) ? stringValues(value) : value;
    case "object":
      return value;
    default: {
      const elements = Array.isArray(value) ? value : [value];
      return property.element ? elements : elements.map((e) => coerce({ kind: "string" }, e));
    }
  }
}

function parseInteger(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new Error(`internal: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

function parseBoolean(text: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw new Error(`internal: strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function stringValues(object: Properties): Properties {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name]) => name !== "__defaults")
      .map(([name, value]) => [name, coerce({ kind: "string" }, value)]),
  );
}
