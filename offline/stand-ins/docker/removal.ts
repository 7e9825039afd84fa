import { setTimeout as sleep } from "node:timers/promises";

const timeoutSeconds = 30;
const pollSeconds = 0.5;

/**
 * Tries to remove something until it succeeds.
 *
 * @param attempt Resolves to "removed", or to the state that the object is still in.
 * @throws Error with the official provider's text after 30 seconds.
 */
export async function removeEventually<State extends string>(
  attempt: () => Promise<State | "removed">,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const state = await attempt();
    if (state === "removed") return;
    if (Date.now() + pollSeconds * 1000 > deadline) {
      throw new Error(
        `timeout while waiting for state to become 'removed' ` +
          `(last state: '${state}', timeout: ${timeoutSeconds}s)`,
      );
    }
    await sleep(pollSeconds * 1000);
  }
}
