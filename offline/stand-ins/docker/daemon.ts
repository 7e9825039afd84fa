import type Docker from "dockerode";

interface DaemonError {
  readonly statusCode?: number;
  readonly json?: { readonly message?: string };
  readonly message: string;
}

/**
 * Connects to a Docker engine and checks that it answers.
 *
 * @param host Address such as `unix:///var/run/docker.sock` or `tcp://host:2375`; DOCKER_HOST or
 *   the default socket if omitted.
 * @throws Error with the official provider's text if no engine answers.
 */
export async function connect(host: string | undefined): Promise<Docker> {
  // The client supports every form of address in this variable, and only there.
  if (host) process.env.DOCKER_HOST = host;
  // Loaded late, because the Pulumi engine waits for the plugin's port in every command.
  const library = await import("dockerode");
  const client = new library.default();
  try {
    await client.ping();
  } catch (error) {
    throw new Error(
      "docker native provider returned an unexpected error from Configure: " +
        "failed to connect to any docker daemon",
      { cause: error },
    );
  }
  return client;
}

/** The text of an error from the engine, as Docker's own client words it. */
export function daemonMessage(error: unknown): string {
  const { statusCode, json, message } = error as DaemonError;
  if (statusCode === undefined) return message;
  // The library prefixes the engine's message with its own text.
  const reason = json?.message ?? message.replace(/^\(HTTP code \d+\) .*? - /s, "").trimEnd();
  return `Error response from daemon: ${reason}`;
}

/** Whether the engine says that the object does not exist. */
export function isNotFound(error: unknown): boolean {
  return (error as DaemonError).statusCode === 404;
}

/** Adds context to an error from the engine: `Unable to create volume: Error response from daemon: ...`. */
export async function explained<T>(what: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw new Error(`${what}: ${daemonMessage(error)}`, { cause: error });
  }
}

/** The result of a lookup; undefined if the engine does not have the object. */
export async function found<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw new Error(daemonMessage(error), { cause: error });
  }
}
