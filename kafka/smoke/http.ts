import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import type { Connection } from "../../targets/connection";
import { socketsOf } from "../connections/port-forward";

/** Sends requests to one server and keeps its cookies. */
export interface HttpClient {
  /** @throws Error if the response is not a success or not JSON. */
  json<Result>(method: "GET" | "POST", path: string): Promise<Result>;
  /** Posts a form as a browser does. */
  postForm(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
}

/** A response; redirects are not followed. */
interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

const timeoutMilliseconds = 10_000;

/** A client of the web server behind a connection. @param base Path that every path is below, such as `/kafka`. */
export async function openHttp(connection: Connection, base = ""): Promise<HttpClient> {
  const connect = await connector(connection);
  const cookies = new Map<string, string>();
  const send = async (method: string, path: string, form?: string): Promise<Answer> => {
    const socket = await connect();
    const request = http.request({
      createConnection: () => socket,
      method,
      path: `${base}${path}`,
      timeout: timeoutMilliseconds,
      headers: {
        host: connection.addresses[0],
        connection: "close",
        accept: "application/json",
        ...(cookies.size > 0 && {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        }),
        ...(form !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
      },
    });
    request.on("timeout", () => request.destroy(new Error("it does not answer")));
    request.end(form);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    for (const cookie of response.headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const { statusCode: status = 0, headers } = response;
    return { status, location: headers.location, body: await textOf(response) };
  };
  return {
    json: async <Result>(method: "GET" | "POST", path: string) => {
      const { status, body } = await send(method, path);
      if (status !== 200) throw new Error(`it answers ${base}${path} with status ${status}`);
      return JSON.parse(body) as Result;
    },
    postForm: (path, fields) => send("POST", path, new URLSearchParams(fields).toString()),
  };
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

async function textOf(response: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
