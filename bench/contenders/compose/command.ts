import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, findCommand } from "../../../scripts/setup/places";
import { entry, fingerprint } from "../../../scripts/setup/cache";
import { capture, runLogged } from "../../../scripts/setup/process";
import { UserError } from "../../../common/user-error";

const modulePath = "github.com/docker/compose/v2";

/** How to call Compose, and its version. */
export interface Compose {
  readonly command: readonly string[];
  /** Such as `v2.35.1, built from its Go module`. */
  readonly version: string;
}

/**
 * Finds Compose v2: the plugin of the installed Docker, or a build of the Go module that go.mod names,
 * which is kept in the cache.
 *
 * @throws UserError if neither Compose nor Go is installed.
 */
export async function composeCommand(): Promise<Compose> {
  const { code, stdout } = await capture("docker", ["compose", "version", "--short"]);
  if (code === 0) return { command: ["docker", "compose"], version: `${stdout.trim()}, installed` };
  const modules = ["go.mod", "go.sum"].map((file) => join(__dirname, file));
  const version = new RegExp(`${modulePath} (v\\S+)`).exec(
    readFileSync(modules[0] ?? "", "utf8"),
  )?.[1];
  const name = `compose-${version}-${process.platform}-${process.arch}-${fingerprint(modules)}`;
  const folder = await entry(name, (fresh) => build(version ?? "", fresh));
  return {
    command: [join(folder, "docker-compose")],
    version: `${version}, built from its Go module`,
  };
}

async function build(version: string, folder: string): Promise<void> {
  if (!findCommand("go")) {
    throw new UserError(
      "The comparison with Docker Compose needs the plugin `docker compose`, or Go to build it " +
        "(https://go.dev/dl). Install one of them, or leave it out with ARGS='--only ...'.",
    );
  }
  console.error(
    `Building Docker Compose ${version} into ${cacheFolder}, which takes some minutes ...`,
  );
  await runLogged(
    "compose-build",
    "go",
    [
      ...["build", "-trimpath", "-o", join(folder, "docker-compose")],
      ...["-ldflags", `-s -w -X ${modulePath}/internal.Version=${version}`, `${modulePath}/cmd`],
    ],
    { cwd: __dirname },
  );
}
