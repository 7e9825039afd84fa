import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { capture } from "./process";

/**
 * What a failed pull means: `unreachable`, no connection to the registry is possible, which will not change
 * soon; `refused`, the registry, or a proxy in front of it, refuses and will refuse again; `passing`, it may
 * work in a moment.
 */
export type PullProblemKind = "unreachable" | "refused" | "passing";

/** How an engine reports that it has no connection: to name resolution, or to the address. */
const noConnection =
  /\bno such host\b|temporary failure in name resolution|\bconnection refused\b|\bno route to host\b|\bnetwork is unreachable\b|dial tcp\S* \S*: i\/o timeout/i;
const noAnyway =
  /manifest unknown|not found|unauthorized|authentication required|access denied|\bforbidden\b|x509|certificate|\b40[1347]\b|no matching manifest|invalid reference/i;
/** The connection is then to the proxy, and a refusal may be the proxy's own problem. */
const byProxy = /proxyconnect/i;

/** Classifies the engine's message. */
export function kindOf(problem: string): PullProblemKind {
  if (/toomanyrequests|\b429\b|rate limit/i.test(problem)) return "passing";
  if (noConnection.test(problem)) return byProxy.test(problem) ? "passing" : "unreachable";
  return noAnyway.test(problem) ? "refused" : "passing";
}

/**
 * Whether no connection to a registry is possible from here, for an engine that says nothing during a pull. An
 * engine on another machine, or behind a proxy, cannot be judged from here.
 */
export async function isOutOfReach(registry: string, limitMilliseconds = 5000): Promise<boolean> {
  const { DOCKER_HOST: engine } = process.env;
  if (engine && !engine.startsWith("unix:")) return false;
  const format = "{{.HTTPProxy}}{{.HTTPSProxy}}";
  const { code, stdout } = await capture("docker", ["info", "--format", format]);
  if (code !== 0 || stdout.trim() !== "") return false;
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  const { hostname, port } = new URL(`https://${host}`);
  const socket = connect({ host: hostname, port: Number(port || 443) });
  const connected = once(socket, "connect").then(
    () => true,
    () => false,
  );
  const limit = pause(limitMilliseconds, false, { ref: false });
  const isConnected = await Promise.race([connected, limit]);
  socket.destroy();
  return !isConnected;
}
