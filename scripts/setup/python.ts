import { realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { entry, fingerprint } from "./cache";
import { findCommand } from "./places";
import { capture, runLogged } from "./process";

/** What a machine needs for {@link virtualEnvironment}, for people. */
export const neededPython = "Python 3.11 or later with venv and pip";

const probe = "import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(sys.version)";

/**
 * The Python interpreter of a virtual environment with what these requirements lock, made if it is missing.
 *
 * @param requirements Files of pip, with the hash of each package.
 * @returns Its path; undefined without {@link neededPython}.
 * @throws UserError with pip's last lines if a package cannot be had.
 */
export async function virtualEnvironment(
  requirements: readonly string[],
): Promise<string | undefined> {
  const python = findCommand("python3");
  if (python === undefined) return undefined;
  const { code, stdout } = await capture(python, ["-c", probe]);
  if (code !== 0) return undefined;
  const name = basename(requirements[0] ?? "", ".txt");
  const key = fingerprint(requirements, [stdout, realpathSync(python)]);
  const folder = await entry(`python-${name}-${key}`, async (fresh) => {
    await runLogged(`python-${name}`, python, ["-m", "venv", fresh]);
    const files = requirements.flatMap((file) => ["--requirement", file]);
    await runLogged(`python-${name}`, join(fresh, "bin/python"), [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
      ...["--require-hashes", ...files],
    ]);
  });
  return join(folder, "bin/python");
}
