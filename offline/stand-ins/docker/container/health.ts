import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import type { Properties } from "../../../../provider/sdk/value";
import { daemonMessage } from "../daemon";
import { number } from "../values";

const pollMilliseconds = 200;

/**
 * Waits until Docker reports the container healthy. Like the official provider it keeps waiting for a
 * container that has ended, because it may be restarted.
 *
 * @throws Error with the official provider's text after `waitTimeout` seconds, and immediately if there
 *   is no health check to wait for.
 */
export async function waitUntilHealthy(
  container: Docker.Container,
  planned: Properties,
): Promise<void> {
  const deadline = Date.now() + number(planned.waitTimeout) * 1000;
  while (Date.now() < deadline) {
    const { State: state } = await container.inspect().catch((error: unknown) => {
      throw new Error(daemonMessage(error));
    });
    if (state.Health === undefined) {
      throw new Error(
        "you have supplied a 'wait' argument, but the container does not have a healthcheck " +
          "defined. Please remove the 'wait' argument or add a 'healthcheck' attribute",
      );
    }
    if (state.Health.Status === "healthy") return;
    await sleep(pollMilliseconds);
  }
  throw new Error("container failed to be in healthy state");
}
