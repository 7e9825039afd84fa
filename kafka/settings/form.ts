import { type Definition, protocolVersions } from "./definitions";

const wholeNumbers = {
  short: { least: -(2n ** 15n), most: 2n ** 15n - 1n },
  int: { least: -(2n ** 31n), most: 2n ** 31n - 1n },
  long: { least: -(2n ** 63n), most: 2n ** 63n - 1n },
};

/**
 * Says what a value must be for Kafka to read it, to follow "must be", or undefined if it is that. Whole numbers
 * are compared as bigint: a long does not fit a double.
 */
export function valueProblem(definition: Definition, value: string): string | undefined {
  // It becomes a line of a properties file.
  if (/[\r\n]/.test(value)) return "one line";
  const text = value.trim();
  switch (definition.type) {
    case "boolean":
      return unless(/^(true|false)$/i.test(text), "true or false");
    case "short":
    case "int":
    case "long":
      return wholeNumberProblem(definition, wholeNumbers[definition.type], text);
    case "double":
      return numberProblem(definition, text);
    case "list":
      return listProblem(definition, text);
    case "class":
      return unless(/^[\w$.]+$/.test(text), "the full name of a Java class");
    case "string":
      return textProblem(definition, text);
    case "password":
      return undefined;
  }
}

/** The greatest whole number that a setting can be; undefined if it is of another type. */
export function mostOf({ type, most }: Definition): bigint | undefined {
  if (most !== undefined) return BigInt(most);
  return type === "short" || type === "int" || type === "long"
    ? wholeNumbers[type].most
    : undefined;
}

/** Parses a whole number; undefined if the text is none. */
export function wholeNumber(text: string | undefined): bigint | undefined {
  const digits = text?.trim() ?? "";
  return /^[+-]?\d+$/.test(digits) ? BigInt(digits.replace(/^\+/, "")) : undefined;
}

function wholeNumberProblem(
  { least, most }: Definition,
  type: { readonly least: bigint; readonly most: bigint },
  text: string,
): string | undefined {
  const from = least === undefined ? type.least : BigInt(least);
  const to = most === undefined ? type.most : BigInt(most);
  const number = wholeNumber(text);
  const isIn = number !== undefined && number >= from && number <= to;
  return unless(isIn, `a whole number from ${from} to ${to}`);
}

function numberProblem({ least, most }: Definition, text: string): string | undefined {
  const range = least === undefined ? "" : ` from ${least} to ${most ?? "any"}`;
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const isIn =
    isNumber &&
    Number(text) >= Number(least ?? -Infinity) &&
    Number(text) <= Number(most ?? Infinity);
  return unless(isIn, `a number${range}`);
}

function listProblem({ values }: Definition, text: string): string | undefined {
  if (!values || text === "") return undefined;
  return unless(
    text.split(/\s*,\s*/).every((each) => values.includes(each)),
    `one or more of ${values.join(", ")}, separated by commas`,
  );
}

function textProblem({ values, validator }: Definition, text: string): string | undefined {
  if (values) return unless(values.includes(text), `one of ${values.join(", ")}`);
  switch (validator) {
    case "NonEmptyString":
      return unless(text !== "", "text");
    case "MetadataVersionValidator":
      return unless(isProtocolVersion(text), "a Kafka version such as 3.0, up to 3.5");
    default:
      return undefined;
  }
}

/** Reads a version like `MetadataVersion.fromVersionString`: 3.5.1 is 3.5. */
export function isProtocolVersion(text: string): boolean {
  const segments = text.split(".").slice(0, text.startsWith("0.") ? 3 : 2);
  return protocolVersions.includes(text) || protocolVersions.includes(segments.join("."));
}

function unless(isFine: boolean, allowed: string): string | undefined {
  return isFine ? undefined : allowed;
}
