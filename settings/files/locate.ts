import { parseJson, readingOf, Written } from "../../common/written";
import { parsePath } from "../../common/paths";
import type { Problem } from "../problems";
import type { StackFile } from "./stack-file";
import type { TopicsFile } from "./topics-file";

/** Adds the file and the line of the value to a problem, and those of any topic that it names. */
export type Locate = (problem: Problem) => Problem;

/**
 * Finds the place of a value: in the stack's file, if the value there is the one that the program was given, or in its
 * topics file.
 *
 * @param file Default: none is known.
 * @param topicsFile Default: there is none.
 */
export function locator(
  config: Readonly<Record<string, string>>,
  file: StackFile | undefined,
  topicsFile?: Pick<TopicsFile, "placeOf">,
): Locate {
  const own = Object.entries(file?.values ?? {}).filter(([key, source]) =>
    isGiven(source, config[key]),
  );
  const keys = new Set(own.map(([key]) => key));
  const placeOf = (path: string) => {
    const [key = "", ...rest] = parsePath(path);
    if (key === "topicsFile" && rest.length > 0) return topicsFile?.placeOf(rest);
    const line = keys.has(String(key)) ? file?.lineOf([key, ...rest]) : undefined;
    return line === undefined ? undefined : `${file?.name}:${line}`;
  };
  const withPlace = (text: string, path: string) => {
    const place = placeOf(path);
    return place === undefined ? text : `${text} (${place})`;
  };
  return ({ path, message }) => ({
    path,
    message: withPlace(
      message.replace(/\b(?:topics|topicsFile)\[\d+\](?![.[])/g, (topic) =>
        withPlace(topic, topic),
      ),
      path,
    ),
  });
}

/** Whether a value in a file may be the one that Pulumi passed: `--config-file` may name another file. */
function isGiven(source: unknown, given: string | undefined): boolean {
  if (given === undefined) return false;
  // Only Pulumi knows what is in it.
  if (typeof source === "object" && source !== null && "secure" in source) return true;
  if (typeof source !== "object" || source instanceof Written)
    return asRead(source) === asRead(given);
  try {
    const inner = source === null && given === "" ? null : parseJson(given);
    return JSON.stringify(asRead(source)) === JSON.stringify(asRead(inner));
  } catch {
    return false;
  }
}

function asRead(value: unknown): unknown {
  if (value instanceof Written) return readingOf(value.source);
  if (Array.isArray(value)) return value.map(asRead);
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" ? readingOf(value) : String(value);
  }
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [
    key,
    asRead(each),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
