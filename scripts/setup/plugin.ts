import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";
import { dependencies } from "../../package.json";
import type { Target } from "../../settings/schema";
import { privatePulumiHome, root, sharedPulumiHome } from "./places";
import { capture } from "./process";
import { answers } from "./reachable";
import type { Announce, Outcome } from "./report";

/** Provider plugins that the program may need, one for each target and with its name. */
export type Plugin = Target;

/** Versions of the plugins: those of the SDKs in package.json. */
export const versions: Readonly<Record<Plugin, string>> = {
  docker: dependencies["@pulumi/docker"],
  kubernetes: dependencies["@pulumi/kubernetes"],
};

/**
 * The plugin for a target.
 *
 * @throws UserError if it is no target: refused here, before anything is installed for it, not later by the program.

 */
export function pluginFor(target: unknown): Plugin {
  const names = Object.keys(versions) as Plugin[];
  const found = names.find((name) => name === target);
  if (found) return found;
  throw new UserError(`kafka-platform:target is ${excerpt(target)}; must be ${names.join(" or ")}`);
}

/**
 * Finds or gets a provider plugin: the one in the user's Pulumi home, the official download, or our
 * stand-in, which only this checkout's private Pulumi home has.
 *
 * @returns What Pulumi needs in its environment to find it.
 * @throws UserError if none is available.
 */
export async function plugin(
  name: Plugin,
  pulumi: string,
  announce: Announce,
): Promise<Outcome<Readonly<Record<string, string>>>> {
  const version = versions[name];
  const home = sharedPulumiHome(process.env);
  // The shell may have our environment.
  const official: Record<string, string> =
    process.env.PULUMI_HOME === privatePulumiHome ? { PULUMI_HOME: home } : {};
  if (isInstalled(home, name, version)) {
    return { taken: `${version}, official, installed`, value: official };
  }
  if (await answers("https://get.pulumi.com")) {
    announce(`downloading ${version}`);
    const { code, stderr } = await capture(
      join(pulumi, "pulumi"),
      ["plugin", "install", "resource", name, version],
      { env: { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" } },
    );
    if (code === 0) return { taken: `${version}, official`, value: official };
    announce(`the download failed (${stderr.trim().split("\n").at(-1) ?? ""})`);
  }
  const standIn = join(root, "offline/stand-ins", name, `pulumi-resource-${name}`);
  if (!existsSync(standIn)) {
    throw new UserError(
      `Pulumi's ${name} plugin ${version} is not installed and cannot be downloaded here. With ` +
        `internet access, run: pulumi plugin install resource ${name} ${version}`,
    );
  }
  return {
    taken: `${version}, the stand-in of offline/stand-ins/${name}`,
    value: layOut(standIn, name, version, home),
  };
}

function isInstalled(home: string, name: Plugin, version: string): boolean {
  const folder = join(home, "plugins", `resource-${name}-v${version}`);
  // Pulumi marks a download that was cut short.
  return existsSync(join(folder, `pulumi-resource-${name}`)) && !existsSync(`${folder}.partial`);
}

function layOut(standIn: string, name: Plugin, version: string, home: string) {
  const folder = join(privatePulumiHome, "plugins", `resource-${name}-v${version}`);
  const path = join(folder, `pulumi-resource-${name}`);
  const wrapper = `#!/bin/sh\nexec '${standIn.replaceAll("'", String.raw`'\''`)}' "$@"\n`;
  if (!existsSync(path) || readFileSync(path, "utf8") !== wrapper) {
    mkdirSync(folder, { recursive: true });
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, wrapper, { mode: 0o755 });
    renameSync(fresh, path);
  }
  return {
    PULUMI_HOME: privatePulumiHome,
    PULUMI_CREDENTIALS_PATH: home,
    // Otherwise Pulumi would try to download any other missing plugin, and wait for that.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
