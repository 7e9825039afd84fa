import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileArgs } from "../../targets/target";

const folder = "/opt/pipelines";

/** What all programs of pipelines/clients have in common, in images whose user may write only /tmp. */
export const pythonClient = {
  replicas: 1,
  command: [],
  userId: 1000,
  setsUser: true,
  ports: [],
  volumes: [],
};

/** The environment of every program. */
export const pythonEnvironment = { HOME: "/tmp", PYTHONUNBUFFERED: "1" };

/** The command of a program that needs only what the image has. */
export function run(program: string): string[] {
  return ["python", join(folder, program)];
}

/**
 * The command of a program that needs packages. They go to /tmp, because the image's own folder is read-only for that
 * user; what is there already is not downloaded.
 */
export function installAndRun(program: string, requirements: string): string[] {
  const install =
    "pip install --quiet --user --no-warn-script-location --disable-pip-version-check " +
    `--require-hashes --requirement ${join(folder, requirements)}`;
  return ["sh", "-c", `${install} && exec ${run(program).join(" ")}`];
}

/** Files of pipelines/clients where the commands find them. */
export function clientFiles(...names: string[]): FileArgs[] {
  return names.map((name) => ({
    path: join(folder, name),
    content: readFileSync(join(__dirname, "../clients", name), "utf8"),
  }));
}
