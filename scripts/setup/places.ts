import { existsSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { dirname, join } from "node:path";

/** The checkout that this file is in. */
export const root = dirname(dirname(__dirname));

/** What belongs only to this checkout and is never committed: state, configuration copies, stand-ins. */
export const localFolder = join(root, ".local");

/** What is expensive to make and can be shared by checkouts; safe to delete while no command runs. */
export const cacheFolder =
  process.env.KAFKA_PLATFORM_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "kafka-platform");

/** A Pulumi home of this checkout, for plugins that must not be seen by other projects. */
export const privatePulumiHome = join(localFolder, "pulumi-home");

/** The Pulumi home that other projects of this user share, with its credentials and plugins. */
export function sharedPulumiHome(environment: NodeJS.ProcessEnv): string {
  const { PULUMI_HOME: home, PULUMI_CREDENTIALS_PATH: credentials } = environment;
  // In a shell with our environment, PULUMI_HOME is our own.
  const chosen = home === privatePulumiHome ? credentials : home;
  // Like Pulumi, use the user database, not $HOME.
  return chosen ?? join(userInfo().homedir, ".pulumi");
}

/** Full path of a command on the PATH, or undefined if it is missing. */
export function findCommand(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Whether this machine's packages may be installed, an engine started and images built: as root on Debian. */
export function mayInstall(): boolean {
  const isDebian = existsSync("/etc/debian_version") && findCommand("apt-get") !== undefined;
  return process.platform === "linux" && process.getuid?.() === 0 && isDebian;
}
