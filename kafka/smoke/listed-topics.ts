import { setTimeout as pause } from "node:timers/promises";
import type { Admin } from "kafkajs";

/**
 * The names of the topics on the cluster, once these are among them. A broker that has just started
 * answers before the controller has told it of any topic, which under load takes seconds.
 *
 * @param timeoutSeconds Time to wait. Default: 20.
 * @throws Error that names those that are still missing when the time is up.
 */
export async function listedTopics(
  admin: Pick<Admin, "listTopics">,
  names: readonly string[],
  timeoutSeconds = 20,
): Promise<Set<string>> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const existing = new Set(await admin.listTopics());
    const missing = names.filter((name) => !existing.has(name));
    if (missing.length === 0) return existing;
    if (Date.now() > deadline) throw new Error(`missing on the cluster: ${missing.join(", ")}`);
    await pause(300);
  }
}
