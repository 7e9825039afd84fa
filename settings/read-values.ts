import { Written } from "../common/written";
import { formatPath } from "../common/paths";
import type { Problem } from "./problems";
import { complaint, type Config, describe, fromText, readFields, unknownKeys } from "./read-fields";
import { yamlChanges, wouldBeChanged } from "./files/yaml-changes";
import { schema } from "./schema";
import type { StackFile } from "./files/stack-file";
import { topicList, wellFormedTopics } from "./topics";
import { readTopicsFile } from "./files/topics-file";
import { wellFormedSettings } from "./forms";

/**
 * Reads each value on its own: returns those that are well formed, and what is wrong with the others.
 *
 * @param file What the values were before Pulumi read them, if that is known.
 */
export function readValues(config: Config, isSecret: (key: string) => boolean, file?: StackFile) {
  const { values, problems } = readFields(schema, config, isSecret);
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
    problems: [...unknownKeys(schema, config), ...changed, ...without(changed, problems)],
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
