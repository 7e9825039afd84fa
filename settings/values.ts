import { z } from "zod";

// Forms that several values have. Pulumi hands values over as text, with lists and maps as JSON.

export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  const toNumber = (value: unknown) =>
    (typeof value === "string" && /^-?\d+$/.test(value)) || typeof value === "bigint"
      ? Number(value)
      : value;
  return z.preprocess(toNumber, z.int({ error }).min(least, { error }).max(most, { error }));
}

export function flag() {
  return z
    .enum(["true", "false"], { error: "must be true or false" })
    .transform((text) => text === "true");
}

export function matching(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error });
}

export function json<Schema extends z.ZodType>(inner: (error: string) => Schema, error: string) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: error });
        return z.NEVER;
      }
    })
    .pipe(inner(error));
}

/** Settings by their names. */
export function settings(error: string) {
  return z
    .unknown()
    .superRefine((given, context) => {
      // zod leaves it out without a word.
      if (typeof given !== "object" || given === null || !Object.hasOwn(given, "__proto__")) return;
      context.addIssue({ code: "custom", path: ["__proto__"], message: "is not a setting" });
    })
    .pipe(z.record(z.string(), settingValue, { error }));
}

/** The value of a setting of Kafka's, as text. */
export const settingValue = z
  .union([z.string(), z.number(), z.bigint(), z.boolean()], {
    error: "must be text, a number, true or false",
  })
  .transform(String);
