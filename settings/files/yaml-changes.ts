import { isKept, readingOf, Written } from "../../common/written";
import { own } from "../../common/own";
import type { Problem } from "../problems";
import { formatPath } from "../../common/paths";

type Path = readonly PropertyKey[];

/** A value that YAML has changed. */
export interface YamlChange extends Problem {
  /** The steps of its path. */
  readonly way: Path;
}

/** Keys whose values no message shows, secret or not. */
const neverShown = ["kafkaUiPassword", "kubeconfig"];

/**
 * Finds what YAML changed between a stack's file and the program: numbers and dates without quotes that are not written
 * as YAML would write them.
 *
 * @param source The values of the file, see `keepAllWritten`.
 * @param given The same values as the program received them. Values that are not the file's are ignored, as
 *   `--config-file` may name another file.
 */
export function yamlChanges(
  source: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): YamlChange[] {
  return leaves(source, []).flatMap(({ path, source: text }) => {
    const value = path.reduce<unknown>((inner, key) => at(inner, key), given);
    // If a boolean has been read as one, its spelling does not matter.
    if (typeof value !== "string" && !(value instanceof Written)) return [];
    const got = String(value);
    return got === text || readingOf(got) !== readingOf(text) ? [] : [problem(path, text, got)];
  });
}

/** Finds what YAML would change, in a file that the program reads itself. */
export function wouldBeChanged(source: unknown, key: string): YamlChange[] {
  return leaves(source, [key])
    .filter(({ source: text }) => !isKept(text) && !/^[tf]/i.test(text))
    .map(({ path, source: text }) => problem(path, text, readingOf(text)));
}

function problem(way: Path, text: string, reading: string): YamlChange {
  const what = reading.endsWith(" UTC") ? "a date" : reading;
  const advice = /^\d{4}-|^[tf]/i.test(text)
    ? "quote it"
    : "quote it, or write a number in plain digits";
  const message = neverShown.includes(String(way[0]))
    ? "is not quoted, and YAML reads it as a different text; quote it"
    : `is ${text} without quotes, which YAML reads as ${what}; ${advice}`;
  return { way, path: formatPath(way), message };
}

function leaves(value: unknown, path: Path): { readonly path: Path; readonly source: string }[] {
  if (value instanceof Written) return [{ path, source: value.source }];
  if (Array.isArray(value)) return value.flatMap((each, index) => leaves(each, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]));
}

function at(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return own(value as Record<string, unknown>, String(key));
}
