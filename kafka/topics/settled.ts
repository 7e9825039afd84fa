import { setTimeout as pause } from "node:timers/promises";

const deadlineMs = 5000;

/**
 * Looks at a cluster again and again until what is expected is there, or for five seconds. A broker that
 * has just started answers requests before its controller has told it of every topic.
 *
 * @returns What was seen last.
 */
export async function lookUntil<Seen>(
  look: () => Promise<Seen>,
  isComplete: (seen: Seen) => boolean,
): Promise<Seen> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (isComplete(seen) || Date.now() > deadline) return seen;
    await pause(250);
  }
}
