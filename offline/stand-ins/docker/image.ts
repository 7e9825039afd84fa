import type Docker from "dockerode";
import { daemonMessage, found } from "./daemon";

/**
 * Finds an image, and pulls it if the engine does not have it.
 *
 * @param name Name with or without a tag, or an image id.
 * @throws Error with the official provider's text if the image is not available.
 */
export async function findOrPullImage(
  docker: Docker,
  name: string,
  platform = "",
): Promise<Docker.ImageInspectInfo> {
  const local = await findImage(docker, name);
  if (local) return local;
  try {
    await pull(docker, name, platform);
  } catch (error) {
    throw new Error(
      `unable to pull image ${name}: error pulling image ${name}: ${daemonMessage(error)}`,
      { cause: error },
    );
  }
  const pulled = await findImage(docker, name);
  if (!pulled) throw new Error(`unable to find or pull image ${name}`);
  return pulled;
}

/** Looks an image up; undefined if the engine does not have it. */
export function findImage(
  docker: Docker,
  name: string,
): Promise<Docker.ImageInspectInfo | undefined> {
  return found(docker.getImage(name).inspect());
}

async function pull(docker: Docker, name: string, platform: string): Promise<void> {
  const options = platform ? { platform } : {};
  const stream = await docker.pull(hasTag(name) ? name : `${name}:latest`, options);
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}

function hasTag(name: string): boolean {
  return name.includes("@") || name.slice(name.lastIndexOf("/") + 1).includes(":");
}
