import { join } from "node:path";
import { virtualEnvironment } from "../setup/python";
import { localFolder, root } from "../setup/places";
import type { Check } from "./checks";

/** Folders of Python programs, with what each needs to run, whose types mypy reads. */
const programs = [
  { folder: "examples/python", requirements: "requirements.txt" },
  { folder: "pipelines/clients", requirements: "requirements.txt" },
  { folder: "scripts/pipelines", requirements: "requirements.txt" },
];
/** Folders of programs whose packages are too large to install only for their types: Spark's. */
const untyped = ["pipelines/spark", "tests/e2e/spark"];

/** The checks of types, lint and format of Python; undefined if there is no Python, or no package index, for them. */
export async function pythonChecks(): Promise<Check[] | undefined> {
  const needed = programs.map(({ folder, requirements }) => join(root, folder, requirements));
  const tools = join(root, "scripts/checks/python-tools.txt");
  const python = await virtualEnvironment([tools, ...needed]).catch(() => undefined);
  if (python === undefined) return undefined;
  const folders = programs.map(({ folder }) => folder);
  const module = (name: string, tool: string, ...args: string[]) => ({
    name: `Python ${name}`,
    command: python,
    args: ["-m", tool, ...args, "--cache-dir", join(localFolder, "check", tool)],
  });
  return [
    // Started in each folder: in the checkout's own, `import kafka` would find the project's kafka/.
    ...folders.map((folder) => ({
      ...module("types", "mypy", "--config-file", join(root, "pyproject.toml"), "."),
      cwd: join(root, folder),
    })),
    module("lint", "ruff", "check", "--quiet", ...folders, ...untyped),
    module("format", "ruff", "format", "--quiet", "--diff", ...folders, ...untyped),
  ];
}
