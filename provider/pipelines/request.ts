import { once } from "node:events";
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { connector } from "../../kafka/smoke/http";
import type { Connection } from "../../targets/connection";

/** A request to a REST interface. */
export interface Request {
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "HEAD";
  readonly path: string;
  /** Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text of the body. Default: none. */
  readonly body?: string;
}

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What was asked for is refused: asking again would not help. */
export class Refused extends Error {}

const timeoutMilliseconds = 30_000;

/**
 * Sends a request to the server behind a connection.
 *
 * @throws Error if it cannot be reached, or does not answer within 30 s. The status may be any.
 */
export async function send(
  connection: Connection,
  { method, path, headers, body }: Request,
): Promise<Answer> {
  const socket = await (await connector(connection))();
  const request = http.request({
    createConnection: () => socket,
    method,
    path,
    timeout: timeoutMilliseconds,
    headers: { host: connection.addresses[0], connection: "close", ...headers },
  });
  request.on("timeout", () => request.destroy(new Error("it does not answer")));
  // An error while the response is read is thrown there.
  request.on("error", () => undefined);
  request.end(body);
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") };
}

/**
 * Repeats `work`, half a second later, while it returns undefined or fails, unless it is {@link Refused}: a server that
 * has just started may not serve yet.
 *
 * @throws The last error, or one that says `what` was not seen, after the time.
 */
export async function eventually<Result>(
  what: string,
  work: () => Promise<Result | undefined>,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Result> {
  const end = Date.now() + seconds * 1000;
  for (; ; await pause(500, undefined, { signal })) {
    const result = await work().catch((error: unknown) => {
      if (error instanceof Refused || Date.now() > end) throw error;
      return undefined;
    });
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`${what} within ${seconds} s`);
  }
}
