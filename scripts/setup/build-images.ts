import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fingerprint, withLock } from "./cache";
import { cacheFolder, root } from "./places";
import { capture, runLogged } from "./process";
import type { Announce } from "./report";
import { pipelineStandIns, type StandIn, standIns } from "./stand-ins";

/** The part of all builds. */
const shared = join(root, "offline/image-functions");

/**
 * Builds the images unless the engine already has them from the same sources.
 *
 * @returns What was done.
 */
export async function buildImages(images: readonly string[], announce: Announce): Promise<string> {
  const wanted = [...standIns, ...pipelineStandIns].filter(({ image }) => images.includes(image));
  const folders = [...new Set(wanted.map(({ sources }) => sources))];
  const ways = [];
  for (const sources of folders) {
    ways.push(await buildFrom(sources, wanted, announce));
  }
  return `(offline build${ways.includes("") ? "" : (ways.at(-1) ?? "")})`;
}

async function buildFrom(
  sources: string,
  wanted: readonly StandIn[],
  announce: Announce,
): Promise<string> {
  const own = wanted.filter((each) => each.sources === sources);
  const madeFrom = fingerprint([...filesUnder(sources), shared]);
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
