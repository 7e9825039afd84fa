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
 * @param own The namespace of its keys. Default: that of the platform.
 * @throws UserError if the project has another name than the keys of its stacks: Pulumi would deploy the defaults.
 * The same for keys whose namespace is misspelled, which Pulumi takes for those of another package.
 */
export function ownValues(
  project: string,
  config: Readonly<Record<string, string>>,
  own = projectName,
): Record<string, string> {
  const keys = Object.keys(config);
  if (keys.some((key) => key.startsWith(`${own}:`))) requireProjectName(project, own);
  const unread = keys.filter((key) => isUnread(key, project, own));
  if (unread.length > 0) {
    throw new UserError(
      `Nothing reads ${unread.join(", ")}; keys in a stack's file begin with ${own}: (nothing was changed).`,
    );
  }
  const read = keys.filter((key) => key.startsWith(`${project}:`));
  return Object.fromEntries(read.map((key) => [key.slice(project.length + 1), config[key] ?? ""]));
}

/** @throws UserError if the project has another name. */
export function requireProjectName(project: string, own = projectName): void {
  if (project === own) return;
  throw new UserError(
    `Pulumi.yaml names the project ${excerpt(project)}, but the keys in its stacks' files begin with ${own}: ` +
      `and would not be read. Write \`name: ${own}\` there; a stack made under the other name has to be made again.`,
  );
}

/** Whether a key was meant for this project, and is not read: misspelled, or a key of the platform in another project. */
function isUnread(key: string, project: string, own: string): boolean {
  const [namespace = ""] = key.split(":");
  if (namespace === own || namespace === project) return false;
  return namespace === projectName || distance(namespace.toLowerCase(), own) <= 3;
}
