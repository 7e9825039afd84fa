import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import type { Connection } from "../../targets/connection";
import { socketsOf } from "./port-forward";

/** A request to a web server. */
export interface Request {
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "HEAD";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text of the body. Default: none. */
  readonly body?: string | undefined;
}

/** A response, whatever its status; redirects are not followed. */
export interface Response {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Opens connections to the first address. */
export async function connector(connection: Connection): Promise<() => Promise<net.Socket>> {
  const [address = ""] = connection.addresses;
  const { hostname: host, port } = new URL(`http://${address}`);
  const forwarded = await socketsOf(connection);
  return () =>
    new Promise((resolve, reject) => {
      const onConnect = () => resolve(socket);
      const socket = forwarded
        ? forwarded({ host, port: Number(port), onConnect })
        : net.connect({ host, port: Number(port) || 80 }, onConnect);
      socket.once("error", reject);
    });
}

/**
 * Sends a request over a fresh connection.
 *
 * @param host The server's `host:port`, for its header of that name.
 * @throws Error if the server does not answer within the time.
 */
export async function send(
  socket: net.Socket,
  host: string | undefined,
  { method, path, headers, body }: Request,
  timeoutMilliseconds: number,
): Promise<Response> {
  const request = http.request({
    createConnection: () => socket,
    ...{ method, path, timeout: timeoutMilliseconds },
    headers: { host, connection: "close", ...headers },
  });
  request.on("timeout", () => request.destroy(new Error("it does not answer")));
  // An error while the response is read is thrown there.
  request.on("error", () => undefined);
  request.end(body);
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const { statusCode: status = 0, headers: received } = response;
  return { status, headers: received, body: Buffer.concat(parts).toString("utf8") };
}
