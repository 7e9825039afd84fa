import type { Definition } from "../../kafka/settings/definitions";
import type { JsonSchema } from "./stack-schema";

/** The forms of Kafka's settings in a stack's file, by name, for the completion of names and values. */
export function settingForms(
  definitions: readonly (readonly [string, Definition])[],
): Record<string, JsonSchema> {
  return Object.fromEntries(
    definitions.map(([name, definition]) => [
      name,
      { description: describe(definition), ...formOf(definition) },
    ]),
  );
}

function describe({ type, default: byDefault }: Definition): string {
  return byDefault === undefined || byDefault === ""
    ? type
    : `${type}, Kafka's default: ${byDefault}`;
}

/** Kafka reads all values from text, so that each may be quoted. */
function formOf({ type, values, least, most }: Definition): JsonSchema {
  switch (type) {
    case "boolean":
      return { type: ["boolean", "string"], pattern: "^(true|True|TRUE|false|False|FALSE)$" };
    case "short":
    case "int":
    case "long":
      return {
        ...{ type: ["integer", "string"], pattern: "^-?\\d+$" },
        ...bound("minimum", least),
        ...bound("maximum", most),
      };
    case "double":
      return {
        type: ["number", "string"],
        ...bound("minimum", least),
        ...bound("maximum", most),
      };
    case "string":
      return values ? { enum: values } : anyText;
    case "list":
      return values ? listOf(values) : anyText;
    case "class":
    case "password":
      return anyText;
  }
}

const anyText = { type: ["string", "number", "boolean"] };

/** Elements separated by commas. The enumeration is for completion, which a pattern does not give. */
function listOf(values: readonly string[]): JsonSchema {
  const element = `(${values.join("|")})`;
  return {
    anyOf: [{ enum: values }, { type: "string", pattern: `^(${element}(\\s*,\\s*${element})*)?$` }],
  };
}

/** A bound that JSON cannot express exactly is left to the program. */
function bound(name: "minimum" | "maximum", value?: string): JsonSchema {
  const isExact = value !== undefined && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER;
  return isExact ? { [name]: Number(value) } : {};
}
