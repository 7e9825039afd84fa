import { setTimeout as pause } from "node:timers/promises";

/**
 * Looks at a cluster repeatedly until what is expected is there. A broker that has just started answers
 * requests before the controller has sent it the metadata of every topic, which under load takes seconds.
 *
 * @param timeoutSeconds Time to wait. Default: 5.
 * @returns What was seen last.
 */
export async function lookUntil<Seen>(
  look: () => Promise<Seen>,
  isComplete: (seen: Seen) => boolean,
  timeoutSeconds = 5,
): Promise<Seen> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  // Mostly the first looks find it.
  for (let wait = 25; ; wait = Math.min(2 * wait, 250)) {
    const seen = await look();
    if (isComplete(seen) || Date.now() > deadline) return seen;
    await pause(wait);
  }
}
