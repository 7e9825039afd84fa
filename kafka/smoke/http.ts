import type { Connection } from "../../targets/connection";
import { connector, type Request, send as exchange } from "../connections/http";

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
  const send = async (method: Request["method"], path: string, form?: string): Promise<Answer> => {
    const { status, headers, body } = await exchange(
      await connect(),
      connection.addresses[0],
      {
        method,
        path: `${base}${path}`,
        headers: {
          accept: "application/json",
          ...(cookies.size > 0 && {
            cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          }),
          ...(form !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
        },
        body: form,
      },
      timeoutMilliseconds,
    );
    for (const cookie of headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return { status, location: headers.location, body };
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
