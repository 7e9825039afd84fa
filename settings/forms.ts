import { parseJson, Written } from "../common/written";
import { z } from "zod";

// Forms that several values share. Pulumi passes values as text, with lists and maps as JSON. What `meta` adds is the
// form that a value has in a stack's file, in the words of JSON Schema.

/** @param other Another number that is allowed, and the message for all that is allowed. Default: none. */
export function wholeNumber(
  least: number,
  most: number,
  other?: { readonly besides: number; readonly error: string },
) {
  const error = other?.error ?? `must be a whole number from ${least} to ${most}`;
  const isIn = (number: number) => (number >= least && number <= most) || number === other?.besides;
  const toNumber = (value: unknown) =>
    (typeof value === "string" || value instanceof Written) && /^-?\d+$/.test(String(value))
      ? Number(value)
      : value;
  const range = other && { anyOf: [{ const: other.besides }, { minimum: least }] };
  return z.preprocess(toNumber, z.int({ error }).refine(isIn, { error })).meta({
    ...{ type: ["integer", "string"], pattern: "^-?\\d+$" },
    ...{ minimum: Math.min(least, other?.besides ?? least), maximum: most, ...range },
  });
}

export function flag() {
  return z
    .enum(["true", "false"], { error: "must be true or false" })
    .transform((text) => text === "true")
    .meta({ type: ["boolean", "string"], pattern: "^(true|false)$" });
}

export function matching(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error });
}

/** An image; the grammar is that of the distribution project's reference package. */
export const imageReference = matching(
  /^([\w.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  "must be an image, such as registry/name:tag",
);

export const namespaceName = matching(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "must be a namespace: up to 63 characters of a-z, 0-9 and '-' that neither begin nor end with '-'",
);

export const port = wholeNumber(1, 65535);

/** A list or a map, as JSON. */
export function json<Schema extends z.ZodType>(inner: (error: string) => Schema, error: string) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return parseJson(text);
      } catch {
        // A key without a value.
        const advice = `. For none, remove the key or write ${error.includes(" a list ") ? "[]" : "{}"}`;
        context.addIssue({ code: "custom", message: text === "" ? `${error}${advice}` : error });
        return z.NEVER;
      }
    })
    .pipe(inner(error));
}

/** The value of a Kafka setting, as text. */
const settingValue = z
  .union([z.string(), z.instanceof(Written), z.boolean()], {
    error: "must be text, a number, true or false",
  })
  .transform((value) => readTruth(String(value)));

/** A boolean in a list or a map. */
export function truth() {
  const read = (value: unknown) =>
    value instanceof Written ? { true: true, false: false }[readTruth(value.source)] : value;
  return z.preprocess(read, z.boolean({ error: "must be true or false" }));
}

/** YAML reads `True` as `true`, and so does Kafka. */
function readTruth(text: string): string {
  return /^(?:True|TRUE|False|FALSE)$/.test(text) ? text.toLowerCase() : text;
}

/** Says what is wrong with a setting by its name and value; undefined if nothing is. */
type Judge = (name: string, value: string) => string | undefined;

/**
 * Settings by their names, each checked on its own: a wrong one hides no other.
 *
 * @param judge Default: any value will do.
 */
export function settings(error: string, judge: Judge = () => undefined) {
  const read = z.unknown().transform((given, context) => {
    if (!isMap(given)) {
      context.addIssue({ code: "custom", message: error });
      return z.NEVER;
    }
    const values = Object.entries(given).flatMap(([name, value]) => {
      const { data, problem } = readSetting(name, value, judge);
      if (data !== undefined) return [[name, data] as const];
      context.addIssue({ code: "custom", path: [name], message: problem });
      return [];
    });
    return Object.fromEntries(values);
  });
  return read.meta({
    type: "object",
    additionalProperties: { type: ["string", "number", "boolean"] },
  });
}

/** The settings that are well formed on their own; the others are undefined. */
export function wellFormedSettings(
  given: unknown,
  judge: Judge = () => undefined,
): Record<string, string | undefined> {
  const settings = isMap(given) ? Object.entries(given) : [];
  return Object.fromEntries(
    settings.map(([name, value]) => [name, readSetting(name, value, judge).data]),
  );
}

function readSetting(name: string, value: unknown, judge: Judge) {
  const { data, error } = settingValue.safeParse(value);
  const problem = error ? error.issues[0]?.message : judge(name, data);
  if (problem !== undefined) return { problem };
  return value instanceof Written && isRounded(value.source) ? { problem: rounded } : { data };
}

const rounded = "must be quoted: it has more digits than YAML keeps in a number";

/**
 * Whether a number was converted to a double on its way here, as YAML does with all numbers that do not fit in 64 bits.
 */
function isRounded(source: string): boolean {
  return (
    /e\+/i.test(source) ||
    (/^-?\d+$/.test(source) && BigInt.asIntN(64, BigInt(source)) !== BigInt(source))
  );
}

/** Whether a value is a map; a number that is kept as {@link Written} is not. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  const isOther = value === null || Array.isArray(value) || value instanceof Written;
  return typeof value === "object" && !isOther;
}
