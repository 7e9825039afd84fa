import { realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

const project = resolve(__dirname, "../..");

/** The file names that are allowed, to follow "must be". */
export const fileInProject =
  "the path of a file inside the project, relative to the project's folder";

/**
 * The absolute path of a file inside the project, which need not exist yet.
 *
 * @param name Its path, relative to the project's folder.
 * @returns Undefined if it is absolute, or leads out of the project through `..` or a symbolic link.
 */
export function pathInProject(name: string): string | undefined {
  const path = join(project, name);
  if (isAbsolute(name) || !isInside(project, path)) return undefined;
  return isInside(realpathSync(project), realPath(path)) ? path : undefined;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Where a path really leads, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), relative(folder, path));
  }
}
