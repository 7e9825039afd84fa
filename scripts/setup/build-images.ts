import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, withLock } from "./cache";
import { cacheFolder, root } from "./places";
import { capture, runLogged } from "./process";
import type { Announce } from "./report";

const sources = join(root, "offline/images");

/** Images of offline/images, by the images that they can stand in for. */
const builds: Readonly<Record<string, string>> = {
  "confluentinc/cp-kafka:7.5.0": "kafka-lab/kafka:7.5.0",
  "confluentinc/cp-zookeeper:7.5.0": "kafka-lab/zookeeper:7.5.0",
};

/** The image that offline/images builds in place of this one, if there is one. */
export function builtImage(image: string): string | undefined {
  return builds[image.replace(/^docker\.io\//, "")];
}

/**
 * Builds the images unless the engine has them from these very sources.
 *
 * @returns Which way was taken.
 */
export async function buildImages(images: readonly string[], announce: Announce): Promise<string> {
  const madeFrom = fingerprint(filesUnder(sources));
  const areThere = async () =>
    (await Promise.all(images.map(madeFromOf))).every((key) => key === madeFrom);
  if (await areThere()) return "(offline build, on the engine)";
  return withLock("images", async () => {
    if (await areThere()) return "(offline build, just built by another run)";
    announce("building the Kafka and ZooKeeper images, about half a minute");
    await runLogged("images-build", join(sources, "build"), [madeFrom, cacheFolder]);
    return "(offline build)";
  });
}

async function madeFromOf(image: string): Promise<string> {
  const format = '{{index .Config.Labels "kafka-platform.made-from"}}';
  return (await capture("docker", ["image", "inspect", "--format", format, image])).stdout.trim();
}

function filesUnder(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
}
