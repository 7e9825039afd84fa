import type { FastifyRequest } from "fastify";
import { RequestError } from "../errors";

const harmless = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses a request to change something that a browser sends for a page of another origin. Programs send
 * no Origin header and pass; every browser sends one with any request other than GET.
 *
 * @throws RequestError 403.
 */
export function requireSameOrigin({
  method,
  headers,
  host,
}: Pick<FastifyRequest, "method" | "headers" | "host">): void {
  if (harmless.includes(method)) return;
  const { origin, "sec-fetch-site": site } = headers;
  const isForeign =
    (site !== undefined && !["same-origin", "none"].includes(String(site))) ||
    (origin !== undefined && hostOf(origin) !== host);
  if (isForeign) throw new RequestError(403, "Changes requested by another site are refused.");
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
