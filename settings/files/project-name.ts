import { distance } from "fastest-levenshtein";
import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";

/** The project's name in Pulumi.yaml, and the namespace of its keys in the files of stacks. */
export const projectName = "kafka-platform";

/**
 * The values of the project's own keys, without their namespace.
 *
 * @param project The project's name as Pulumi has it: `pulumi new` lets people choose another.
 * @param config All values that Pulumi passes, by their full keys.
 * @throws UserError if the project has another name than the keys of its stacks: Pulumi would deploy the defaults.
 * The same for keys whose namespace is misspelled, which Pulumi takes for those of another package.
 */
export function ownValues(
  project: string,
  config: Readonly<Record<string, string>>,
): Record<string, string> {
  const keys = Object.keys(config);
  if (keys.some((key) => key.startsWith(`${projectName}:`))) requireProjectName(project);
  const misspelled = keys.filter((key) => isMisspelled(key, project));
  if (misspelled.length > 0) {
    throw new UserError(
      `Nothing reads ${misspelled.join(", ")}; keys in a stack's file begin with ${projectName}: (nothing was changed).`,
    );
  }
  const own = keys.filter((key) => key.startsWith(`${project}:`));
  return Object.fromEntries(own.map((key) => [key.slice(project.length + 1), config[key] ?? ""]));
}

/** @throws UserError if the project has another name. */
export function requireProjectName(project: string): void {
  if (project === projectName) return;
  throw new UserError(
    `Pulumi.yaml names the project ${excerpt(project)}, but the keys in its stacks' files begin with ${projectName}: ` +
      `and would not be read. Write \`name: ${projectName}\` there; a stack made under the other name has to be made again.`,
  );
}

function isMisspelled(key: string, project: string): boolean {
  const [namespace = ""] = key.split(":");
  if (namespace === projectName || namespace === project) return false;
  return distance(namespace.toLowerCase(), projectName) <= 3;
}
