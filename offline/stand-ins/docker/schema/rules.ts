import { parseDuration } from "../duration";
import type { Rule } from "./property";

/** Texts of the official provider. */
export function atLeast(minimum: number): Rule {
  return (value) =>
    typeof value === "number" && value < minimum
      ? `'${value}' cannot be lower than ${minimum}`
      : undefined;
}

export function matches(pattern: RegExp): Rule {
  return (value) =>
    typeof value === "string" && !pattern.test(value)
      ? `'${value}' doesn't match the pattern '${pattern.source}'`
      : undefined;
}

/** A non-negative duration in Go's format, such as `1m30s`. */
export const duration: Rule = (value) => {
  if (typeof value !== "string") return undefined;
  const nanoseconds = parseDuration(value);
  if (nanoseconds === undefined) return `'${value}' is not a valid duration`;
  return nanoseconds < 0 ? "duration must not be negative" : undefined;
};
