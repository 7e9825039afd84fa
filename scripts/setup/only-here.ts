import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { changes, readConfigFile, valuesOf } from "./config-file";
import { isSame } from "./patch";

/** A copy of a stack's file with configuration that exists nowhere else. */
export interface OnlyHere {
  /** Names of the files that keep it. */
  readonly files: readonly string[];
  /** Full keys of that configuration. */
  readonly keys: readonly string[];
}

/**
 * The copies in a folder with values that were set with Pulumi and that the stack's file does not have, such as a
 * secret that only the checkout's own state can decrypt.
 *
 * @param copies Folder of the copies, and of their original content.
 * @param project Folder of the stacks' files.
 * @throws UserError if one of them is not YAML.
 */
export function onlyHere(copies: string, project: string): OnlyHere[] {
  if (!existsSync(copies)) return [];
  const names = readdirSync(copies).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  return names.flatMap((name) => {
    const generated = `generated.${name}`;
    const read = (path: string) => valuesOf(readConfigFile(path));
    const [copy, file] = [read(join(copies, name)), read(join(project, name))];
    const isKnown = existsSync(join(copies, generated));
    const told = changes(isKnown ? read(join(copies, generated)) : file, copy);
    const keys = [...told].filter(([key, value]) => !isSame(file.get(key), value));
    if (keys.length === 0) return [];
    return [{ files: isKnown ? [name, generated] : [name], keys: keys.map(([key]) => key) }];
  });
}
