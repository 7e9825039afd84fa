import type Docker from "dockerode";
import type { Properties } from "../../../provider/sdk/value";
import { daemonMessage, explained, found, isNotFound } from "./daemon";
import { officialWait } from "./official-waits";
import { removeEventually } from "./removal";
import { noUpdate, type ResourceType } from "./resource-type";
import { computed, labels, map, replace, resourceName, string } from "./schema/property";
import { labelList, labelMap, text, textMap } from "./values";

/** docker:index/volume:Volume */
export const volume: ResourceType = {
  properties: {
    cluster: { kind: "object", replace: true, unsupported: true },
    driver: { ...string, ...computed, ...replace },
    driverOpts: { ...map, ...replace },
    labels: { ...labels, ...replace },
    mountpoint: { ...string, ...computed, outputOnly: true },
    name: resourceName,
  },
  deleteBeforeReplace: true,
  schemaVersion: 1,

  async create(docker, planned, made) {
    const created = await explained(
      "Unable to create volume",
      docker.createVolume({
        Name: text(planned.name),
        Labels: labelMap(planned.labels),
        Driver: text(planned.driver) || undefined,
        DriverOpts: textMap(planned.driverOpts),
      }),
    );
    made.id = created.name;
    const info = await created.inspect();
    // Docker returns an existing volume with that name, whatever its labels; the official provider
    // stores the program's labels.
    made.outputs = { driver: info.Driver, mountpoint: info.Mountpoint };
  },

  async read(docker, id) {
    const info = await found<Docker.VolumeInspectInfo>(docker.getVolume(id).inspect());
    return info && { id, outputs: outputsOf(info) };
  },

  update: noUpdate,

  async delete(docker, id) {
    await officialWait();
    await removeEventually(async () => {
      try {
        await docker.getVolume(id).remove({ force: true });
        return "removed";
      } catch (error) {
        if (isNotFound(error)) return "removed";
        const message = daemonMessage(error);
        if (message.includes("volume is in use")) return "in_use";
        throw new Error(message, { cause: error });
      }
    });
  },
};

function outputsOf(info: Docker.VolumeInspectInfo): Properties {
  return {
    driver: info.Driver,
    driverOpts: info.Options ?? {},
    labels: labelList(info.Labels),
    mountpoint: info.Mountpoint,
    name: info.Name,
  };
}
