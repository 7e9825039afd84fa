import type Docker from "dockerode";
import type { Properties } from "../../../../provider/sdk/value";
import { explained } from "../daemon";
import { number, objects, text, texts } from "../values";

/**
 * The network that a container is created with. It replaces Docker's default network, and engines before
 * 25 allow only one here.
 */
export function firstNetwork(
  planned: Properties,
): Docker.ContainerCreateOptions["NetworkingConfig"] {
  const [first] = objects(planned.networksAdvanced);
  return first && { EndpointsConfig: { [text(first.name)]: endpoint(first) } };
}

/** Connects a container to the networks after the first. */
export async function connectFurtherNetworks(
  docker: Docker,
  id: string,
  planned: Properties,
): Promise<void> {
  for (const network of objects(planned.networksAdvanced).slice(1)) {
    const name = text(network.name);
    await explained(
      `Unable to connect to network '${name}'`,
      docker.getNetwork(name).connect({ Container: id, EndpointConfig: endpoint(network) }),
    );
  }
}

function endpoint(network: Properties): Docker.EndpointSettings {
  const driverOptions = texts(network.driverOpts).map((option) => option.split(/=(.*)/s, 2));
  return {
    Aliases: texts(network.aliases),
    IPAMConfig: {
      IPv4Address: text(network.ipv4Address),
      IPv6Address: text(network.ipv6Address),
      LinkLocalIPs: texts(network.linkLocalIps),
    },
    ...(driverOptions.length > 0
      ? { DriverOpts: Object.fromEntries(driverOptions) as Record<string, string> }
      : {}),
    ...(text(network.macAddress) ? { MacAddress: text(network.macAddress) } : {}),
    // Engines before 28 do not support it.
    ...(number(network.gwPriority) === 0 ? {} : { GwPriority: number(network.gwPriority) }),
  };
}
