import Docker from "dockerode";

/** How long an engine may take to answer, in milliseconds: as long as the setup waits for an answer. */
export const answerLimit = 15_000;

/**
 * The engine that DOCKER_HOST names, as Docker's own command reads it. Requests fail in time with "socket hang up" if
 * the engine accepts connections but says nothing, as when it hangs, or if the address swallows packets.
 *
 * @param limitMilliseconds Time until an answer begins.
 */
export function openEngine(limitMilliseconds = answerLimit): Docker {
  // Despite its name, it covers the time until the answer's headers. `timeout` counts only once there is a connection,
  // and is the only one that docker-modem's types know.
  const options: Docker.DockerOptions & { connectionTimeout: number } = {
    connectionTimeout: limitMilliseconds,
  };
  return new Docker(options);
}
