import { own } from "../common/own";
import { excerpt } from "../common/excerpt";
import { parseJson } from "../common/written";
import { formatPath } from "../common/paths";
import type { z } from "zod";
import { type Problem, unique } from "./problems";

/** A configuration as Pulumi passes it: keys without their namespace, and values as text. */
export type Config = Readonly<Record<string, string>>;

/** The form of each value, by its key. */
export type Fields = Readonly<Record<string, z.ZodType>>;

/**
 * Reads each value on its own: returns those that are well formed, and what is wrong with the others.
 *
 * @param isSecret Whether a key's value is a secret, which no message shows.
 */
export function readFields(fields: Fields, config: Config, isSecret: (key: string) => boolean) {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, field] of Object.entries(fields)) {
    const { success, data, error } = field.safeParse(config[key]);
    if (success) values[key] = data;
    // For a number that is far too large, two checks report the same.
    const issues = (error?.issues ?? []).map(({ path, message }) => ({
      path: formatPath([key, ...path]),
      message: complaint(
        isSecret(key) ? "is a secret" : describe(fromText(config[key], path), path),
        message,
      ),
    }));
    problems.push(...unique(issues));
  }
  return { values, problems };
}

/** The keys that no field has, each as a problem. */
export function unknownKeys(fields: Fields, config: Config): Problem[] {
  return Object.keys(config)
    .filter((key) => !Object.hasOwn(fields, key))
    .map((path) => ({ path, message: "is not a configuration key; Pulumi.yaml lists them" }));
}

/** The value in a configuration's text: parsed as JSON if a path leads into it. */
export function fromText(text: string | undefined, path: readonly PropertyKey[]): unknown {
  if (path.length === 0) return text;
  try {
    return parseJson(text ?? "null");
  } catch {
    return undefined;
  }
}

/** Joins what was found with what is wrong with it, which may be its name. */
export function complaint(found: string, message: string): string {
  if (/^(?:has|is not?) /.test(message)) return message;
  return message.startsWith("is ") ? `${found}, which ${message}` : `${found}; ${message}`;
}

/** Says what is at a path inside a value. */
export function describe(value: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce<unknown>(
    (inner, key) => own(Object(inner) as Record<string, unknown>, String(key)),
    value,
  );
  if (found === undefined) return "is missing";
  if (found === "" || found === null) return "is empty";
  return `is ${excerpt(found)}`;
}
