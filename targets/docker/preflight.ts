import { once } from "node:events";
import { createServer } from "node:net";
import Docker from "dockerode";
import { UserError } from "../../user-error";

/** A host port that is to be published. */
export interface WantedPort {
  readonly port: number;
  /** IP address on which it is to be published. */
  readonly address: string;
}

/** Why a port cannot be published, to follow the port's name. */
export interface PortConflict {
  readonly port: number;
  readonly reason: string;
}

/**
 * Finds the ports that somebody else holds. The provider finds out too late: only after it has
 * removed the container that the new one replaces.
 *
 * @param network Name of the network whose containers' own ports are no conflict.
 * @throws UserError that says what to do when no engine answers.
 */
export async function findPortConflicts(
  wanted: readonly WantedPort[],
  network: string,
): Promise<PortConflict[]> {
  // Like the Docker command, dockerode goes by DOCKER_HOST.
  const engine = new Docker();
  const containers = await engine.listContainers().catch((error: Error) => {
    throw new UserError(
      `No Docker engine answers at ${process.env.DOCKER_HOST ?? "its default socket"} (${error.message}). ` +
        "Start Docker, or set DOCKER_HOST to an engine that runs; nothing was changed.",
    );
  });
  const isLocal = !process.env.DOCKER_HOST || /^(unix|npipe):/.test(process.env.DOCKER_HOST);
  const conflicts = await Promise.all(
    wanted.map(async ({ port, address }) => {
      const holder = containers.find((container) =>
        container.Ports.some((published) => published.PublicPort === port),
      );
      if (holder) {
        const isOwn = network in holder.NetworkSettings.Networks;
        return isOwn ? undefined : `container ${holder.Names[0]?.slice(1)} publishes it`;
      }
      return isLocal ? bindProblem(port, address) : undefined;
    }),
  );
  return wanted.flatMap(({ port }, index) => {
    const reason = conflicts[index];
    return reason === undefined ? [] : [{ port, reason }];
  });
}

async function bindProblem(port: number, address: string): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: address, exclusive: true });
    await once(server, "listening");
    return undefined;
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case "EADDRINUSE":
        return `${address}:${port} is in use, by another process or by a connection that has just ended`;
      case "EADDRNOTAVAIL":
        return `${address} is no address of this machine`;
      default:
        // The engine may be allowed what this process is not, such as ports below 1024.
        return undefined;
    }
  } finally {
    server.close();
  }
}
