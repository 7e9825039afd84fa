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

/** The value of a setting of Kafka's, as text. */
const settingValue = z
  .union([z.string(), z.number(), z.bigint(), z.boolean()], {
    error: "must be text, a number, true or false",
  })
  .transform(String);

/** Says what is wrong with a setting by its name and value; undefined where nothing is. */
type Judge = (name: string, value: string) => string | undefined;

/**
 * Settings by their names, each judged by itself: one that is wrong hides no other.
 *
 * @param judge Default: any value will do.
 */
export function settings(error: string, judge: Judge = () => undefined) {
  return z.unknown().transform((given, context) => {
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
}

/** The settings that are well formed by themselves; those that are not, as undefined. */
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
  return problem === undefined ? { data } : { problem };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
