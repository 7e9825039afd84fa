import { z } from "zod";
import { excerpt } from "../common/excerpt";
import { didYouMean } from "../kafka/topics/did-you-mean";
import { isMap } from "./forms";

/**
 * A map with exactly these keys; the message for any other lists them.
 *
 * @param what What the map is, to begin a sentence such as "a topic has name and partitions".
 */
export function strictObject<Fields extends z.ZodRawShape>(fields: Fields, what: string) {
  const keys = Object.keys(fields);
  const known = keys.length > 1 ? `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)}` : keys[0];
  const map = z.strictObject(fields, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return `must be a map: ${what} has ${known}`;
      const [unknown = ""] = issue.keys;
      const hint = didYouMean(unknown, keys);
      const which = issue.keys.length === 1 ? "an unknown key" : "unknown keys";
      return `has ${which}, ${excerpt(issue.keys.join(", "))}; ${what} has ${known}${hint}`;
    },
  });
  // A value that is an object here, but not in the file, is not a map.
  return z.preprocess((value) => (isMap(value) ? value : null), map);
}

/** Adds a check of the whole value, which says nothing if one of its parts is wrong already. */
export function asWhole<Schema extends z.ZodType>(
  schema: Schema,
  isRight: (value: z.output<Schema>) => boolean,
  message: string,
) {
  return schema.check(({ value, issues }) => {
    if (issues.length > 0 || isRight(value)) return;
    issues.push({ code: "custom", message, input: value });
  });
}
