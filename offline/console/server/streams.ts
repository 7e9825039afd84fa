import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { RequestError } from "./errors";

/** Maximum number of concurrent searches and live views, for all clusters and users together. */
const mostStreams = 16;
/** The stream of a browser that reads nothing for this long is ended. */
const stalledMilliseconds = 30_000;

/** A slot for one stream, until its request ends. */
export interface Slot {
  /** Aborted when the request ends, for whatever reason. */
  readonly signal: AbortSignal;
  /** Sends chunks as fast as the browser reads them. */
  send(chunks: AsyncIterable<string>): FastifyReply;
}

/** The open streams. Each ends with its request or its session, or if the browser stops reading. */
export class Streams {
  private readonly open = new Map<AbortController, string | undefined>();

  /** @param stalledAfter Milliseconds. Default: 30 s. */
  constructor(private readonly stalledAfter = stalledMilliseconds) {}

  /**
   * Takes a slot. Call it before awaiting anything: a browser that disconnects meanwhile releases the slot.
   *
   * @throws RequestError 429 if too many are open.
   */
  take(request: FastifyRequest, reply: FastifyReply): Slot {
    if (this.open.size >= mostStreams) {
      throw new RequestError(
        429,
        "Too many searches and live views are open. Close one and try again.",
      );
    }
    const abort = new AbortController();
    this.open.set(abort, sessionOf(request)?.sessionId);
    const expires = sessionOf(request)?.cookie.expires?.getTime();
    const timer =
      typeof expires === "number"
        ? setTimeout(() => abort.abort(), expires - Date.now())
        : undefined;
    timer?.unref();
    const end = () => {
      clearTimeout(timer);
      this.open.delete(abort);
      abort.abort();
    };
    reply.raw.once("close", end);
    if (reply.raw.destroyed || request.raw.socket.destroyed) end();
    // The signal also ends the response, such as at the end of a session.
    abort.signal.addEventListener("abort", () => reply.raw.destroy(), { once: true });
    return {
      signal: abort.signal,
      send: (chunks) => reply.send(Readable.from(this.watched(chunks, end), { objectMode: false })),
    };
  }

  /** Ends the streams of a session. */
  endOf(session: string): void {
    for (const [abort, of] of this.open) if (of === session) abort.abort();
  }

  /** Chunks, as long as each is read in time. */
  private async *watched(chunks: AsyncIterable<string>, end: () => void): AsyncGenerator<string> {
    for await (const chunk of chunks) {
      const timer = setTimeout(end, this.stalledAfter);
      try {
        yield chunk;
      } finally {
        clearTimeout(timer);
      }
    }
  }
}

/** The session of the user who has logged in; undefined without a login. */
function sessionOf(request: FastifyRequest): FastifyRequest["session"] | undefined {
  return (request as { session?: FastifyRequest["session"] }).session;
}
