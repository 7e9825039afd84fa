import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { version as consoleVersion } from "../../offline/console/package.json";
import { fingerprint, withLock } from "./cache";
import { cacheFolder, root } from "./places";
import { capture, runLogged } from "./process";
import type { Announce } from "./report";

/** What is built here in place of an image that cannot be had. */
interface Build {
  readonly image: string;
  /** Folder of the sources, with the command `build` in it. */
  readonly sources: string;
  /** What is said while it is built. */
  readonly announcement: string;
}

const kafka = {
  sources: join(root, "offline/images"),
  announcement: "building the Kafka and ZooKeeper images, about half a minute",
};

/** By the images that they can stand in for. */
const builds: Readonly<Record<string, Build>> = {
  "confluentinc/cp-kafka:7.5.0": { ...kafka, image: "kafka-lab/kafka:7.5.0" },
  "confluentinc/cp-zookeeper:7.5.0": { ...kafka, image: "kafka-lab/zookeeper:7.5.0" },
  "provectuslabs/kafka-ui:v0.7.1": {
    image: `kafka-lab/console:${consoleVersion}`,
    sources: join(root, "offline/console"),
    announcement: "building the console in place of Kafka UI, about half a minute",
  },
};

/** The image that is built here in place of this one, if there is one. */
export function builtImage(image: string): string | undefined {
  return builds[image.replace(/^docker\.io\//, "")]?.image;
}

/**
 * Builds the images unless the engine has them from these very sources.
 *
 * @returns Which way was taken.
 */
export async function buildImages(images: readonly string[], announce: Announce): Promise<string> {
  const wanted = Object.values(builds).filter(({ image }) => images.includes(image));
  const folders = [...new Set(wanted.map(({ sources }) => sources))];
  const ways = [];
  for (const sources of folders) {
    ways.push(await buildFrom(sources, wanted, announce));
  }
  return `(offline build${ways.includes("") ? "" : (ways.at(-1) ?? "")})`;
}

async function buildFrom(
  sources: string,
  wanted: readonly Build[],
  announce: Announce,
): Promise<string> {
  const own = wanted.filter((each) => each.sources === sources);
  const madeFrom = fingerprint(filesUnder(sources));
  const areThere = async () =>
    (await Promise.all(own.map(({ image }) => madeFromOf(image)))).every((key) => key === madeFrom);
  if (await areThere()) return ", on the engine";
  const name = basename(sources);
  return withLock(name, async () => {
    if (await areThere()) return ", just built by another run";
    announce(own[0]?.announcement ?? "");
    await runLogged(`${name}-build`, join(sources, "build"), [madeFrom, cacheFolder]);
    return "";
  });
}

async function madeFromOf(image: string): Promise<string> {
  const format = '{{index .Config.Labels "kafka-platform.made-from"}}';
  return (await capture("docker", ["image", "inspect", "--format", format, image])).stdout.trim();
}

function filesUnder(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return names
    .filter((name) => !name.startsWith("node_modules"))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
