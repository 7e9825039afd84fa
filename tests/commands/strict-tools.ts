import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What macOS does not have. */
const missing = ["flock", "setsid", "timeout", "nproc", "tac", "sha256sum", "unshare"];

/** Options that a tool has on Linux and not on macOS, as a pattern of the shell's `case`. */
const refused: Readonly<Record<string, string>> = {
  cp: "--*|-*[Tdtu]*",
  date: "--*|-d*|*%*N*",
  grep: "-P*|-[a-z]P*",
  head: "--*|-n-*",
  install: "--*|-*[DT]*",
  ln: "--*|-*[rTt]*",
  mktemp: "--*|-p*",
  mv: "--*|-*[Tt]*",
  readlink: "--*|-*[efm]*",
  sed: "--*|-i*|-*z*",
  sort: "--*|-*V*",
  stat: "--*|-c*",
  xargs: "--*|-*[rd]*",
};

/**
 * Makes a folder that, as the only one on the PATH, has the commands of this machine, but for what macOS lacks: on
 * Linux a stand-in for its tools, which are BSD's. Elsewhere they are the machine's own already.
 *
 * @returns The PATH.
 */
export function strictPath(folder: string): string {
  const own = process.env.PATH ?? "";
  if (process.platform !== "linux") return own;
  mkdirSync(folder);
  for (const place of own.split(path.delimiter)) {
    for (const name of list(place)) {
      const target = path.join(folder, name);
      if (missing.includes(name)) continue;
      const options = refused[name];
      try {
        if (options === undefined) symlinkSync(path.join(place, name), target);
        else writeFileSync(target, wrapper(path.join(place, name), options), { flag: "wx" });
      } catch (error) {
        // The first on the PATH counts.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      if (options !== undefined) chmodSync(target, 0o755);
    }
  }
  return folder;
}

function wrapper(command: string, options: string): string {
  return `#!/bin/sh
for each in "$@"; do
  case $each in
    --) break ;;
    ${options}) echo "$0: illegal option $each" >&2; exit 64 ;;
    -*) ;;
    *) break ;;
  esac
done
exec ${command} "$@"
`;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
