import Docker from "dockerode";

/** How long an engine may take for an answer, in milliseconds: as long as the set-up waits for one. */
export const answerLimit = 15_000;

/**
 * The engine that DOCKER_HOST names, as Docker's own command goes by it. Requests to one that takes connections and
 * says nothing, as one that hangs, or to an address that swallows packets, fail in time with "socket hang up".
 *
 * @param limitMilliseconds Time until an answer begins.
 */
export function openEngine(limitMilliseconds = answerLimit): Docker {
  // Despite its name it counts until the answer's headers. `timeout` does not count before there is a connection, and
  // docker-modem's types know of that alone.
  const options: Docker.DockerOptions & { connectionTimeout: number } = {
    connectionTimeout: limitMilliseconds,
  };
  return new Docker(options);
}
