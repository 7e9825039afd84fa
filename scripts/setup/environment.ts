import { delimiter } from "node:path";

/** Shell commands that set these variables, suitable for `eval` in any POSIX shell. */
export function shellExports(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join("");
}

/** The PATH with a folder in front, once. */
export function pathWith(folder: string, path: string): string {
  const others = path.split(delimiter).filter((each) => each !== folder);
  return [folder, ...others].join(delimiter);
}
