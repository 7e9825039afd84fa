import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { RequestError } from "./errors";

/** Searches and live views at the same time, of all clusters and users together. */
const mostStreams = 16;
/** A browser that takes nothing for so long has its stream ended. */
const stalledMilliseconds = 30_000;

/** A place for one stream, until its request ends. */
export interface Slot {
  /** Is aborted when the request ends, for whatever reason. */
  readonly signal: AbortSignal;
  /** Sends chunks as the browser takes them. */
  send(chunks: AsyncIterable<string>): FastifyReply;
}

/** The streams that are open. Each ends with its request, its session, or a browser that takes nothing any more. */
export class Streams {
  private readonly open = new Map<AbortController, string | undefined>();

  /** @param stalledAfter Milliseconds. Default: 30 s. */
  constructor(private readonly stalledAfter = stalledMilliseconds) {}

  /**
   * Takes a place. To be called before anything is waited for: a browser that leaves meanwhile gives it back.
   *
   * @throws RequestError 429 where too many are open.
   */
  take(request: FastifyRequest, reply: FastifyReply): Slot {
    if (this.open.size >= mostStreams) {
      throw new RequestError(429, "Too many searches and live views are open; close one first.");
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
    // The response ends with the signal too, as at the end of a session.
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

  /** Chunks, as long as each is taken in time. */
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

/** The session of who has logged in; none where everybody is let in. */
function sessionOf(request: FastifyRequest): FastifyRequest["session"] | undefined {
  return (request as { session?: FastifyRequest["session"] }).session;
}
