import type Docker from "dockerode";
import type { Properties } from "../../../provider/sdk/value";
import { explained } from "./daemon";
import { findImage, findOrPullImage } from "./image";
import type { Made, ResourceType } from "./resource-type";
import { boolean, computed, map, replace, required, string, stringSet } from "./schema/property";
import { flag, text } from "./values";

/** docker:index/remoteImage:RemoteImage */
export const remoteImage: ResourceType = {
  properties: {
    build: { kind: "object", unsupported: true },
    forceRemove: boolean,
    imageId: { ...string, ...computed, outputOnly: true },
    keepLocally: boolean,
    name: { ...string, ...required, ...replace },
    platform: { ...string, ...replace },
    pullTriggers: { ...stringSet, ...replace },
    repoDigest: { ...string, ...computed, outputOnly: true },
    triggers: { ...map, ...replace },
  },
  deleteBeforeReplace: false,
  schemaVersion: 0,

  async create(docker, planned, made) {
    const image = await findForResource(docker, planned);
    Object.assign(made, madeOf(image, text(planned.name)));
  },

  async read(docker, id, prior) {
    // An import has only the id, which is the image's id followed by its name.
    const name = text(prior.name) || id.replace(/^sha256:[0-9a-f]{64}/, "");
    const image = await findImage(docker, name);
    return image && madeOf(image, name);
  },

  async update(docker, _id, _prior, planned) {
    const image = await findForResource(docker, planned);
    return madeOf(image, text(planned.name)).outputs;
  },

  async delete(docker, _id, outputs) {
    const name = text(outputs.name);
    if (flag(outputs.keepLocally) || !(await findImage(docker, name))) return;
    await explained(
      "Unable to remove Docker image",
      docker.getImage(name).remove({ force: flag(outputs.forceRemove) }),
    );
  },
};

async function findForResource(docker: Docker, planned: Properties) {
  try {
    return await findOrPullImage(docker, text(planned.name), text(planned.platform));
  } catch (error) {
    throw new Error(`Unable to read Docker image into resource: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function madeOf(image: Docker.ImageInspectInfo, name: string): Made {
  const repository = name.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  const repoDigest = image.RepoDigests?.find((digest) => digest.startsWith(`${repository}@`));
  return {
    id: `${image.Id}${name}`,
    outputs: { imageId: image.Id, name, repoDigest: repoDigest ?? "" },
  };
}
