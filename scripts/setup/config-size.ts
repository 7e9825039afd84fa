import { Written } from "../../common/written";
import { UserError } from "../../common/user-error";
import type { Values } from "./config-file";

/** The longest text that Linux passes to a program, with its end: MAX_ARG_STRLEN. */
const longestText = 131_072;

/**
 * Refuses a configuration that Pulumi cannot pass to the program: it puts all of it, as JSON, into one environment
 * variable, and above the limit fails with `fork/exec ...: argument list too long` and without naming a key.
 *
 * @param file Name of the stack's file, for the message.
 * @throws UserError that names the largest key and what to do.
 */
export function refuseOversizedConfig(values: Values, file: string): void {
  const texts = new Map([...values].map(([key, value]) => [key, textOf(value)]));
  const bytes = bytesOf("PULUMI_CONFIG=") + bytesOf(asGo(Object.fromEntries(texts))) + 1;
  if (bytes <= longestText) return;
  const [[key = "", text = ""] = []] = [...texts].sort(([, a], [, b]) => bytesOf(b) - bytesOf(a));
  const fix = key.endsWith(":topics")
    ? "Move its topics to a file in the project, such as topics/dev.yaml, and name that in kafka-platform:topicsFile (docs/topics.md)"
    : "Shorten it";
  throw new UserError(
    `The configuration in ${file} takes ${count(bytes)} bytes; Pulumi can pass at most ${count(longestText)} to the ` +
      `program. Most of it is ${key}, with ${count(bytesOf(asGo(text)))}. ${fix}.`,
  );
}

/** Pulumi passes every value as a text, and what is not a single value as JSON. */
function textOf(value: unknown): string {
  if (typeof value === "object" && value !== null && !(value instanceof Written))
    return asGo(value);
  return String(value);
}

/** JSON as long as Go writes it, which escapes three more characters. */
function asGo(value: unknown): string {
  const json = JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Written ? Number(each.source) : each,
  );
  return json.replace(/[<>&]/g, String.raw`\u0000`);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
