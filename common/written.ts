import type { ScalarTag } from "yaml";

/** A number or a date without quotes, as it is written: what it means depends on its place. */
export class Written {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

const date =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;
const integer = /^[-+]?(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*)$/;
const decimal = /^[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/;
const otherBoolean = /^(?:True|TRUE|False|FALSE)$/;

/** Makes the `yaml` library keep numbers and dates as {@link Written}, both when it reads and when it writes. */
export const keepWritten = {
  customTags: withTag(new RegExp(`${date.source}|${integer.source}|${decimal.source}`)),
};

/** The same, plus booleans that are not written as `true` or `false`. */
export const keepAllWritten = {
  customTags: withTag(
    new RegExp([date, integer, decimal, otherBoolean].map(({ source }) => source).join("|")),
  ),
};

function withTag(test: RegExp) {
  const tag: ScalarTag = {
    tag: "tag:yaml.org,2002:float",
    default: true,
    test,
    identify: (value) => value instanceof Written,
    resolve: (text) => new Written(text),
    stringify: ({ value }) => String(value),
  };
  return (tags: readonly unknown[]) => [tag, ...tags] as ScalarTag[];
}

/**
 * What Pulumi makes of a text without quotes in YAML. It reads YAML 1.1, with go-yaml: `0123` is octal, underscores are
 * dropped, a number with a point or an exponent, or beyond 64 bits, is converted to a double, and a date becomes a time
 * as Go writes it.
 */
export function readingOf(source: string): string {
  if (otherBoolean.test(source)) return source.toLowerCase();
  const [day, year = "", month = "", dayOfMonth = "", ...time] = date.exec(source) ?? [];
  if (day !== undefined) {
    const pad = (digits = "0") => digits.padStart(2, "0");
    return `${year}-${pad(month)}-${pad(dayOfMonth)} ${time.map(pad).join(":")} +0000 UTC`;
  }
  const plain = source.replaceAll("_", "");
  if (integer.test(source)) {
    const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(plain) ?? [];
    // A number that looks octal but is not, such as 089, is decimal.
    const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits.toLowerCase());
    const signed = sign === "-" ? -value : value;
    return BigInt.asIntN(64, signed) === signed ? String(signed) : String(Number(signed));
  }
  return decimal.test(source) ? String(Number(plain)) : source;
}

/** Whether every reader leaves a text without quotes unchanged; an integer may have any length. */
export function isKept(source: string): boolean {
  return /^(?:0|-?[1-9]\d*)$/.test(source) || readingOf(source) === source;
}

/**
 * Reads JSON, with its numbers as {@link Written}: a double would round them.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const mark = "\u0001";
  if (text.includes(String.raw`"\u0001`))
    throw new SyntaxError("A control character begins a text");
  const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
  const marked = text.replace(token, (found) =>
    found.startsWith('"') ? found : String.raw`"\u0001${found}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? new Written(value.slice(1)) : value,
  );
}
