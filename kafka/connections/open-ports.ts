import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { KubernetesConnection } from "../../targets/connection";
import { explain } from "./kafka";
import { type Closeable, type Forward, forwarder } from "./port-forward";

/** A port of this machine and where it leads. */
export interface OpenedPort {
  readonly port: number;
  /** `host:port`, such as `kafka-0.kafka.lab.svc:29092`. */
  readonly to: string;
}

/** How connections are forwarded; every option has a default. */
export interface OpenPortsOptions {
  /** The way to the pods. Default: through the API server. */
  readonly forward?: Forward;
  /** Milliseconds between the attempts to forward one connection; after the last it is closed. Default: 15 s in all. */
  readonly pauses?: readonly number[];
}

/**
 * Opens ports on this machine's loopback that lead to pods through the API server. A connection to a pod that does
 * not exist is retried for a quarter of a minute and then closed, as is one whose pod goes away; clients connect
 * again and reach the pod once it is back.
 *
 * @param tell Called when a port leads nowhere, and when it leads to its pod again.
 * @throws Error that names the port if one is taken; none is open then.
 */
export async function openPorts(
  connection: KubernetesConnection,
  ports: readonly OpenedPort[],
  report: (line: string) => void,
  { forward, pauses = [250, 500, 1000, 2000, 4000, 8000] }: OpenPortsOptions = {},
): Promise<{ close(): void }> {
  const open = forward ?? (await forwarder(connection));
  const servers: net.Server[] = [];
  const close = () => servers.forEach((server) => server.close());
  try {
    for (const { port, to } of ports)
      servers.push(...(await listen(port, leadTo(to, { forward: open, pauses }, report))));
  } catch (error) {
    close();
    throw error;
  }
  return { close };
}

function leadTo(
  to: string,
  { forward, pauses }: Required<OpenPortsOptions>,
  report: (line: string) => void,
) {
  let isLost = false;
  const { hostname, port } = new URL(`http://${to}`);
  return async (client: net.Socket) => {
    client.on("error", () => client.destroy());
    for (const milliseconds of [...pauses, undefined]) {
      try {
        const webSocket = await forward(hostname, Number(port), client);
        if (isLost) report(`${to} is back.`);
        isLost = false;
        closeTogether(client, webSocket);
        return;
      } catch (error) {
        if (!isLost) report(`${to} is gone, trying again: ${explain(error)}`);
        isLost = true;
        if (client.destroyed || milliseconds === undefined) break;
        await pause(milliseconds);
      }
    }
    client.destroy();
  };
}

function closeTogether(client: net.Socket, webSocket: Closeable | null): void {
  webSocket?.addEventListener("close", () => client.destroy());
  webSocket?.addEventListener("error", () => client.destroy());
  if (client.destroyed) webSocket?.close();
  else client.on("close", () => webSocket?.close());
}

/** Listens on both of this machine's loopback addresses, as `localhost` may be either. */
async function listen(
  port: number,
  connected: (client: net.Socket) => Promise<void>,
): Promise<net.Server[]> {
  const bind = (host: string) =>
    new Promise<net.Server>((resolve, reject) => {
      const server = net.createServer({ allowHalfOpen: true }, (client) => void connected(client));
      server.once("error", reject);
      server.listen({ port, host }, () => resolve(server));
    });
  const first = await bind("127.0.0.1").catch((error: unknown) => {
    throw inWords(port, error);
  });
  try {
    return [first, await bind("::1")];
  } catch (error) {
    // A machine without IPv6 has no such address.
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") return [first];
    first.close();
    throw inWords(port, error);
  }
}

function inWords(port: number, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    code === "EADDRINUSE" ? "is taken by something else" : `cannot be opened (${message})`;
  return new Error(
    `Port ${port} of this machine ${reason}. Free it, or set another port in the stack's configuration and ` +
      "run `make up`.",
    { cause: error },
  );
}
