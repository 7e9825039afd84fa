import { setTimeout as pause } from "node:timers/promises";
import { connector, type Request, send as exchange } from "../../kafka/connections/http";
import type { Connection } from "../../targets/connection";

export type { Request } from "../../kafka/connections/http";

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
export async function send(connection: Connection, request: Request): Promise<Answer> {
  const socket = await (await connector(connection))();
  const host = connection.addresses[0];
  const { status, body } = await exchange(socket, host, request, timeoutMilliseconds);
  return { status, body };
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
