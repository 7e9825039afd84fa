import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { projectName } from "./project-name";
import { Source } from "./source";

/** A stack's file, as it is written. */
export interface StackFile {
  /** Its name, for people. */
  readonly name: string;
  /** The values of this project's keys. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The line of a value, by its path, which starts with the key. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/**
 * Reads the file from which Pulumi read a stack's configuration, to see what changed on the way. Pulumi may have read
 * another file (`pulumi --config-file` does not tell the program), or none.
 *
 * @param folder The project's folder. Default: the platform's.
 * @param project The project's name. Default: the platform's.
 * @returns Undefined if the file cannot be read; Pulumi will have said why.
 */
export function readStackFile(
  stack: string,
  environment: NodeJS.ProcessEnv = process.env,
  folder = resolve(__dirname, "../.."),
  project = projectName,
): StackFile | undefined {
  const prefix = `${project}:`;
  const usual = join(folder, `Pulumi.${stack}.yaml`);
  const { PULUMI_OPTION_CONFIG_FILE: chosen } = environment;
  // The copy that `make` passes to Pulumi has the same name as the original file.
  const isCopy = chosen !== undefined && basename(chosen) === basename(usual) && existsSync(usual);
  const path = chosen === undefined || chosen === "" || isCopy ? usual : resolve(folder, chosen);
  try {
    const source = new Source(readFileSync(path));
    if (source.fault) return undefined;
    const { config } = source.values() as { config?: Readonly<Record<string, unknown>> };
    const own = Object.entries(config ?? {}).filter(([key]) => key.startsWith(prefix));
    return {
      name: basename(path),
      values: Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])),
      lineOf: ([key, ...rest]) => source.lineOf(["config", `${prefix}${String(key)}`, ...rest]),
    };
  } catch {
    return undefined;
  }
}
