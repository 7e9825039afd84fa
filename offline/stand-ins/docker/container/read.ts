import type Docker from "dockerode";
import type { Properties } from "../../../../provider/sdk/value";
import { found } from "../daemon";
import type { Made } from "../resource-type";
import { outputsOf } from "./outputs";

/** Reads a container; undefined if it no longer exists. As in the official provider, a name is not valid as an id. */
export async function readContainer(
  docker: Docker,
  id: string,
  prior: Properties,
): Promise<Made | undefined> {
  const info = await found(docker.getContainer(id).inspect());
  if (info?.Id !== id) return undefined;
  return { id, outputs: outputsOf(info, prior) };
}
