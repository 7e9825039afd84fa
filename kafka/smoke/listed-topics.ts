import type { Admin } from "kafkajs";
import { lookUntil } from "../topics/look-until";

/**
 * Waits until the cluster lists these topics, and returns the names of all its topics.
 *
 * @param timeoutSeconds Time to wait. Default: 20.
 * @throws Error that names those that are still missing when the time is up.
 */
export async function listedTopics(
  admin: Pick<Admin, "listTopics">,
  names: readonly string[],
  timeoutSeconds = 20,
): Promise<Set<string>> {
  const missingFrom = (existing: Set<string>) => names.filter((name) => !existing.has(name));
  const existing = await lookUntil(
    async () => new Set(await admin.listTopics()),
    (seen) => missingFrom(seen).length === 0,
    timeoutSeconds,
  );
  const missing = missingFrom(existing);
  if (missing.length > 0) throw new Error(`missing on the cluster: ${missing.join(", ")}`);
  return existing;
}
