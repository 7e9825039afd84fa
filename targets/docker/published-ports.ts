import type Docker from "dockerode";
import { overlap } from "../../common/addresses";

/** What is read about a container that publishes ports. */
export type Publishing = Pick<Docker.ContainerInfo, "Names" | "Ports">;

/**
 * A container with the ports that it publishes whenever it runs. Of one that the engine starts again and again, the list
 * of containers has none between two runs, and a moment later they are in use.
 */
export async function whenItRuns(
  engine: Docker,
  container: Docker.ContainerInfo,
): Promise<Publishing> {
  if (container.State !== "restarting") return container;
  try {
    const { HostConfig: created } = await engine.getContainer(container.Id).inspect();
    return { Names: container.Names, Ports: boundPorts(created.PortBindings) };
  } catch {
    // It has been removed meanwhile.
    return container;
  }
}

/** Port bindings, as a container is created with them, in the form of the list of containers. */
export function boundPorts(bindings: Docker.HostConfig["PortBindings"]): Publishing["Ports"] {
  return Object.entries((bindings ?? {}) as Docker.PortMap).flatMap(([port, hosts]) => {
    const [inside, protocol = "tcp"] = port.split("/");
    return hosts.map((host) => ({
      ...{ IP: host.HostIp ?? "", PublicPort: Number(host.HostPort) },
      ...{ PrivatePort: Number(inside), Type: protocol },
    }));
  });
}

/** The containers that publish a port already: with the same protocol, at addresses that cover it. */
export function holdersOf<Container extends Publishing>(
  { port, address }: { readonly port: number; readonly address: string },
  containers: readonly Container[],
): Container[] {
  return containers.filter((container) =>
    container.Ports.some(
      (published) =>
        published.PublicPort === port &&
        published.Type === "tcp" &&
        overlap(published.IP || "0.0.0.0", address),
    ),
  );
}
