import { locator } from "../../settings/files/locate";
import { readStackFile } from "../../settings/files/stack-file";
import { type Problem, SettingsError } from "../../settings/problems";
import { readFields, unknownKeys } from "../../settings/read-fields";
import { rules } from "./rules";
import { schema, type Settings } from "./schema";

export const projectName = "kafka-pipelines";

/**
 * Reads the configuration of the pipelines as Pulumi passes it: keys without their namespace, and values as text.
 *
 * @param folder The project's folder, in which the stacks' files are.
 * @param isSecret Whether a key's value is a secret, which no message shows.
 * @throws SettingsError that lists every problem at once, with the line in the stack's file.
 */
export function readSettings(
  config: Readonly<Record<string, string>>,
  stack: string,
  folder: string,
  isSecret: (key: string) => boolean,
): Settings {
  const { values, problems } = readFields(schema, config, isSecret);
  const all = [...unknownKeys(schema, config), ...problems, ...rules(values)];
  const locate = locator(config, readStackFile(stack, process.env, folder, projectName));
  if (all.length > 0) throw settingsError(all.map(locate));
  return values as Settings;
}

/** What is wrong with the configuration of the pipelines. */
export function settingsError(problems: readonly Problem[]): SettingsError {
  return new SettingsError(problems, [], projectName);
}
