import { own } from "../common/own";
import { excerpt } from "../common/excerpt";
import { parseJson, Written } from "../common/written";
import { formatPath } from "../common/paths";
import { type Problem, unique } from "./problems";
import { yamlChanges, wouldBeChanged } from "./files/yaml-changes";
import { schema } from "./schema";
import type { StackFile } from "./files/stack-file";
import { topicList, wellFormedTopics } from "./topics";
import { readTopicsFile } from "./files/topics-file";
import { wellFormedSettings } from "./forms";

type Config = Readonly<Record<string, string>>;

/**
 * Reads each value on its own: returns those that are well formed, and what is wrong with the others.
 *
 * @param file What the values were before Pulumi read them, if that is known.
 */
export function readValues(config: Config, isSecret: (key: string) => boolean, file?: StackFile) {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, field] of Object.entries(schema)) {
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
  for (const key of ["brokerSettings", "zookeeperSettings"]) {
    values[key] ??= Object.fromEntries(
      Object.entries(wellFormedSettings(valueIn(config[key]))).filter(
        (each) => each[1] !== undefined,
      ),
    );
  }
  const changed = file ? yamlChanges(file.values, givenFor(file, config, values)) : [];
  return {
    values,
    problems: [...unknownKeys(config), ...changed, ...without(changed, problems)],
  };
}

/** The topics of the file that the configuration names. */
export function readTopics(name: string) {
  const { topics, problems, placeOf } = readTopicsFile(name);
  const result = topicList("must be a list of topics").safeParse(topics ?? []);
  const changed = wouldBeChanged(topics, "topicsFile");
  const issues = (result.error?.issues ?? []).map(({ path, message }) => ({
    path: formatPath(["topicsFile", ...path]),
    message: complaint(describe(topics, path), message),
  }));
  return {
    wellFormed: wellFormedTopics(topics, (index) => `topicsFile[${index}]`),
    placeOf,
    problems: [...problems, ...changed, ...without(changed, issues)],
  };
}

/** The value in a configuration's text, if it is a list or a map; undefined if it is not. */
export function valueIn(text: string | undefined): unknown {
  return fromText(text, [""]);
}

/** What the program was given, in a form that can be compared with a stack's file. */
function givenFor(
  file: StackFile,
  config: Config,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(file.values)
      .filter(([key]) => Object.hasOwn(config, key))
      .map(([key, source]) => {
        if (typeof values[key] === "boolean") return [key, values[key]];
        const isWhole = source instanceof Written || typeof source !== "object";
        return [key, isWhole ? config[key] : valueIn(config[key])];
      }),
  );
}

/** The problems at places for which none has been reported yet. */
function without(said: readonly Problem[], problems: readonly Problem[]): Problem[] {
  const places = new Set(said.map(({ path }) => path));
  return problems.filter(({ path }) => !places.has(path));
}

function unknownKeys(config: Readonly<Record<string, string>>): Problem[] {
  return Object.keys(config)
    .filter((key) => !Object.hasOwn(schema, key))
    .map((path) => ({ path, message: "is not a configuration key; Pulumi.yaml lists them" }));
}

/** The value in a configuration's text: parsed as JSON if a path leads into it. */
function fromText(text: string | undefined, path: readonly PropertyKey[]): unknown {
  if (path.length === 0) return text;
  try {
    return parseJson(text ?? "null");
  } catch {
    return undefined;
  }
}

/** Joins what was found with what is wrong with it, which may be its name. */
function complaint(found: string, message: string): string {
  if (/^(?:has|is not?) /.test(message)) return message;
  return message.startsWith("is ") ? `${found}, which ${message}` : `${found}; ${message}`;
}

/** Says what is at a path inside a value. */
function describe(value: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce<unknown>(
    (inner, key) => own(Object(inner) as Record<string, unknown>, String(key)),
    value,
  );
  if (found === undefined) return "is missing";
  if (found === "" || found === null) return "is empty";
  return `is ${excerpt(found)}`;
}
