import { meansItself } from "../../common/addresses";
import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";

/** The Docker engine that the Docker command, dockerode and the provider use. */
export interface Engine {
  /** As a person wrote it; undefined for the default socket. */
  readonly address: string | undefined;
  /** Whether it is reached through a socket in the file system: its ports are then usually this machine's. */
  readonly isSocket: boolean;
  /**
   * The other machine that it is on. Undefined if it is on this one, or if that is unknown: a port on this machine's
   * loopback may lead to a tunnel.
   */
  readonly machine?: string;
}

/**
 * Reads where the engine is.
 *
 * @param environment Environment variables; only DOCKER_HOST counts, with or without a scheme.
 * @throws UserError if it is not an address.
 */
export function engineOf({ DOCKER_HOST: address }: NodeJS.ProcessEnv): Engine {
  if (!address || /^(unix|npipe):/.test(address)) {
    return { address: address === "" ? undefined : address, isSocket: true };
  }
  const { protocol, hostname } = parse(address);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  // Nobody uses SSH to log in to the same machine: a port there leads to a virtual machine.
  const isElsewhere = protocol === "ssh:" || !meansItself(host);
  return { address, isSocket: false, ...(isElsewhere && { machine: host }) };
}

function parse(address: string): URL {
  const text = address.includes("//") ? address : `tcp://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.hostname) return url;
  throw new UserError(
    `DOCKER_HOST is ${excerpt(address)}; it must be an address such as unix:///var/run/docker.sock, ` +
      "tcp://build.example.org:2376 or ssh://ana@build.example.org. Nothing was changed.",
  );
}

/** What else may name an engine. */
export interface OtherNames {
  /** `docker:host` of the stack's configuration. */
  readonly host: string | undefined;
  /** `docker:context` of the stack's configuration. */
  readonly context: string | undefined;
}

/**
 * Says why the provider would use another engine than this program does, or undefined. For the provider, a context
 * takes precedence over any address, and the configuration over the environment.
 */
export function otherEngineProblem(
  { host, context }: OtherNames,
  { DOCKER_HOST: address, DOCKER_CONTEXT: named }: NodeJS.ProcessEnv,
): string | undefined {
  const ending = "this program uses only DOCKER_HOST elsewhere";
  const byContext = (name: string) =>
    `export DOCKER_HOST=$(docker context inspect ${name} --format '{{.Endpoints.docker.Host}}')`;
  if (context) {
    return `docker:context is ${excerpt(context)}; ${ending}. Remove it, \`pulumi config rm docker:context\`, and ${byContext(context)}`;
  }
  if (host && host !== address) {
    return (
      `docker:host is ${excerpt(host)}, and DOCKER_HOST is ${address ? excerpt(address) : "not set"}; ${ending}. ` +
      `Set both to the same address, or remove docker:host, \`pulumi config rm docker:host\`, and export DOCKER_HOST=${host}`
    );
  }
  return named && named !== "default" && !address
    ? `DOCKER_CONTEXT is ${excerpt(named)}; ${ending}. ${byContext(named)}`
    : undefined;
}
