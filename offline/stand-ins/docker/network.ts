import type Docker from "dockerode";
import type { Properties, Value } from "../../../provider/sdk/value";
import { daemonMessage, explained, found } from "./daemon";
import { officialWait } from "./official-waits";
import { removeEventually } from "./removal";
import { noUpdate, type ResourceType } from "./resource-type";
import {
  boolean,
  computed,
  labels,
  map,
  replace,
  resourceName,
  setOf,
  string,
} from "./schema/property";
import { flag, labelList, labelMap, objects, text, textMap } from "./values";

/** docker:index/network:Network */
export const network: ResourceType = {
  properties: {
    attachable: { ...boolean, ...replace },
    driver: { ...string, ...computed, ...replace },
    ingress: { ...boolean, ...replace },
    internal: { ...boolean, ...computed, ...replace },
    ipamConfigs: {
      ...setOf({ auxAddress: map, gateway: string, ipRange: string, subnet: string }),
      ...computed,
      ...replace,
      terraformName: "ipam_config",
    },
    ipamDriver: { ...string, default: "default", ...replace },
    ipamOptions: { ...map, ...replace },
    ipv6: { ...boolean, ...replace },
    labels: { ...labels, ...replace },
    name: resourceName,
    options: { ...map, ...computed, ...replace },
    scope: { ...string, ...computed, outputOnly: true },
  },
  deleteBeforeReplace: true,
  schemaVersion: 1,

  async create(docker, planned, made) {
    const created = await explained(
      "Unable to create network",
      docker.createNetwork(createOptions(planned)),
    );
    made.id = created.id;
    await officialWait();
    const info = await created.inspect();
    made.outputs = outputsOf(info);
  },

  async read(docker, id) {
    await officialWait();
    const info = await found<Docker.NetworkInspectInfo>(docker.getNetwork(id).inspect());
    return info && { id, outputs: outputsOf(info) };
  },

  update: noUpdate,

  async delete(docker, id) {
    await officialWait();
    await removeEventually(async () => {
      const existing = docker.getNetwork(id);
      if (!(await found<unknown>(existing.inspect()))) return "removed";
      try {
        await existing.remove();
        return "removed";
      } catch (error) {
        const message = daemonMessage(error);
        if (message.includes("has active endpoints")) return "pending";
        throw new Error(message, { cause: error });
      }
    });
  },
};

function createOptions(planned: Properties): Docker.NetworkCreateOptions {
  return {
    Name: text(planned.name),
    // Docker allows two networks with the same name; the official provider does not.
    CheckDuplicate: true,
    Labels: labelMap(planned.labels),
    Driver: text(planned.driver) || undefined,
    Options: textMap(planned.options),
    Internal: flag(planned.internal),
    Attachable: flag(planned.attachable),
    Ingress: flag(planned.ingress),
    EnableIPv6: flag(planned.ipv6),
    IPAM: {
      Driver: text(planned.ipamDriver),
      Options: textMap(planned.ipamOptions),
      Config: objects(planned.ipamConfigs).map((config) => ({
        ...(text(config.subnet) ? { Subnet: text(config.subnet) } : {}),
        ...(text(config.ipRange) ? { IPRange: text(config.ipRange) } : {}),
        ...(text(config.gateway) ? { Gateway: text(config.gateway) } : {}),
        AuxiliaryAddresses: textMap(config.auxAddress),
      })) as unknown as Record<string, string>[],
    },
  };
}

function outputsOf(info: Docker.NetworkInspectInfo): Properties {
  return {
    attachable: info.Attachable,
    driver: info.Driver,
    ingress: info.Ingress,
    internal: info.Internal,
    ipamConfigs: (info.IPAM?.Config ?? []).map((config) => ({
      auxAddress: (config.AuxiliaryAddresses ?? {}) as unknown as Value,
      gateway: config.Gateway ?? "",
      ipRange: config.IPRange ?? "",
      subnet: config.Subnet ?? "",
    })),
    ipamDriver: info.IPAM?.Driver ?? "",
    ipamOptions: info.IPAM?.Options ?? {},
    ipv6: info.EnableIPv6,
    labels: labelList(info.Labels ?? {}),
    name: info.Name,
    options: info.Options ?? {},
    scope: info.Scope,
  };
}
