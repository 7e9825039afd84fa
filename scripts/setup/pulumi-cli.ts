import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dependencies } from "../../package.json";
import { cached, entry, fingerprint } from "./cache";
import { cacheFolder, findCommand, root } from "./places";
import { capture, runLogged } from "./process";
import { answers } from "./reachable";
import type { Announce, Outcome } from "./report";

const version = dependencies["@pulumi/pulumi"];
const oldestMinorVersion = 200;
const languageHost = "pulumi-language-nodejs";
const platform = `${process.platform}-${process.arch}`;
/** Where Pulumi's own releases are, or a company's mirror of them. */
const releases =
  process.env.KAFKA_PLATFORM_PULUMI_RELEASES ?? "https://get.pulumi.com/releases/sdk";
const builder = join(root, "offline/pulumi");

/**
 * Finds or gets the Pulumi command line with its Node.js language host: the one on the PATH, the
 * official release, or a build from the Go module registry.
 *
 * @returns The folder that has both commands.
 */
export async function pulumiCli(announce: Announce): Promise<Outcome<string>> {
  const onPath = await installed();
  if (onPath) return { taken: `${onPath.version} on the PATH`, value: onPath.folder };
  const official = `pulumi-${version}-official-${platform}`;
  const build = `pulumi-${version}-build-${platform}-${buildKey()}`;
  const officialFolder = cached(official);
  if (officialFolder)
    return { taken: `${version}, official, from the cache`, value: officialFolder };
  const buildFolder = cached(build);
  if (buildFolder)
    return { taken: `${version}, offline build, from the cache`, value: buildFolder };
  if (await answers(releases)) {
    announce(`downloading ${version}`);
    return { taken: `${version}, official`, value: await entry(official, download) };
  }
  const { host } = new URL(releases);
  announce(`${host} is out of reach: building ${version}, about 5 minutes on two cores`);
  const make = (folder: string) =>
    runLogged("pulumi-build", join(builder, "build"), [version, folder, cacheFolder]);
  return { taken: `${version}, offline build`, value: await entry(build, make) };
}

async function installed(): Promise<{ version: string; folder: string } | undefined> {
  const command = findCommand("pulumi");
  if (command === undefined || command.startsWith(cacheFolder)) return undefined;
  const folder = dirname(command);
  const places = [folder, dirname(realpathSync(command))];
  if (!places.some((each) => existsSync(join(each, languageHost))) && !findCommand(languageHost)) {
    return undefined;
  }
  const found = await versionOf(command);
  const [major, minor] = found.split(".").map(Number);
  return major === 3 && (minor ?? 0) >= oldestMinorVersion ? { version: found, folder } : undefined;
}

/** Asking Pulumi takes 0.3 s, so the answer is cached as long as the file does not change. */
async function versionOf(command: string): Promise<string> {
  const { size, mtimeMs } = statSync(command);
  const key = fingerprint([], [realpathSync(command), String(size), String(mtimeMs)]);
  const note = join(cacheFolder, "versions", key);
  if (existsSync(note)) return readFileSync(note, "utf8");
  const { stdout } = await capture(command, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const found = stdout.trim().replace(/^v/, "");
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, found);
  return found;
}

function buildKey(): string {
  const modules = ["cli", "language-nodejs"].map((module) => join(builder, module));
  const files = modules.flatMap((module) => [join(module, "go.mod"), join(module, "go.sum")]);
  return fingerprint([join(builder, "build"), join(builder, "language-host"), ...files]);
}

async function download(folder: string): Promise<void> {
  const name = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  const archive = join(folder, name);
  const limits = ["--connect-timeout", "5", "--speed-limit", "1000", "--speed-time", "30"];
  const url = `${releases}/${name}`;
  await runLogged("pulumi-download", "curl", ["-fsSL", ...limits, "--output", archive, url]);
  // The commands are in the archive's folder `pulumi` or, in some releases, `pulumi/bin`.
  const unpack =
    'tar -xzf "$0" --strip-components=1 && rm "$0" && if [ -d bin ]; then mv bin/* .; fi';
  await runLogged("pulumi-unpack", "sh", ["-c", unpack, archive], { cwd: folder });
  accessSync(join(folder, "pulumi"), constants.X_OK);
  accessSync(join(folder, languageHost), constants.X_OK);
}
