import { normalize } from "node:path/posix";
import { yamlOf } from "../../settings/files/yaml-file";

/** An environment: a stack with its own file. */
export interface Environment {
  readonly name: string;
  /** Text of its Pulumi.<name>.yaml. */
  readonly text: string;
}

/** What has no influence on what is deployed. */
const apart = [
  /^(bench|docs|examples|tests|\.github|\.ci|\.vscode)\//,
  /^offline\//,
  /^scripts\//,
  /^[^/]+\.md$/,
  /^(LICENSE|Makefile|\.[^/]+|jest\.config\.mjs|eslint\.config\.mjs)$/,
];

/**
 * The environments that a change of files touches. An environment's own file touches only that environment, and
 * so does a file that its own file names; the program's files touch all.
 *
 * @param changed Paths within the project, of files that were added, changed or removed.
 * @param environments Those that exist after the change: one that was removed is no longer previewed.
 * @throws UserError about a file that is not YAML.
 */
export function touchedEnvironments(
  changed: readonly string[],
  environments: readonly Environment[],
): string[] {
  const touched = new Set<string>();
  for (const path of changed) {
    const own = /^Pulumi\.([^/]+)\.yaml$/.exec(path)?.[1];
    const named = environments.filter((each) => names(each, path));
    if (own !== undefined) touched.add(own);
    else if (named.length > 0) for (const { name } of named) touched.add(name);
    else if (!apart.some((pattern) => pattern.test(path))) {
      for (const { name } of environments) touched.add(name);
    }
  }
  return environments.map(({ name }) => name).filter((name) => touched.has(name));
}

/** Whether a value in the file is this path. */
function names({ name, text }: Environment, path: string): boolean {
  return leaves(yamlOf(`Pulumi.${name}.yaml`, text).toJS()).some(
    (value) => normalize(value) === path,
  );
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}
