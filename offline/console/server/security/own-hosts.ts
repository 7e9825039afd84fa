import { isIP } from "node:net";
import { hostname } from "node:os";
import type { FastifyRequest } from "fastify";
import { RequestError } from "../errors";

/**
 * Says whether a request names one of the console's own hosts. A page of another site can make its own name resolve
 * to this machine (DNS rebinding) and would then have the same origin; but it cannot use a name that is not its own.
 *
 * Addresses cannot be rebound. Names without a dot, and those below `svc`, `localhost` and `cluster.local`, exist only
 * within a container network or a cluster, not on the Internet.
 *
 * @param configured Additional names, such as that of a proxy.
 */
export function ownHosts(configured: readonly string[]): (host: string) => boolean {
  const names = new Set([hostname(), ...configured].map((name) => name.toLowerCase()));
  return (host) => {
    const name = nameOf(host);
    if (name === undefined) return false;
    return (
      isIP(name) !== 0 ||
      names.has(name) ||
      /^[a-z0-9_-]+$/.test(name) ||
      /\.(localhost|svc|cluster\.local)$/.test(name)
    );
  };
}

/** The name or address in a Host header, in lower case and without the port; undefined if it is invalid. */
function nameOf(host: string): string | undefined {
  if (!/^(\[[\da-f:.]+\]|[^\s:/@\\?#]+)(:\d{1,5})?$/i.test(host)) return undefined;
  const name = host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  // A trailing dot marks a fully qualified name.
  return name.replace(/\.$/, "").toLowerCase();
}

/**
 * Refuses a request to a host that is not the console's own.
 *
 * @throws RequestError 421 that names the setting.
 */
export function requireOwnHost(
  { headers, host }: Pick<FastifyRequest, "headers" | "host">,
  isOwn: (host: string) => boolean,
): void {
  // Behind a trusted proxy, `host` is the host that the browser asked the proxy for.
  if (isOwn(headers.host ?? "") && isOwn(host)) return;
  throw new RequestError(
    421,
    "This host name is not allowed. Add it to CONSOLE_ALLOWED_HOSTS (kafkaUiHosts in the stack's configuration).",
  );
}
