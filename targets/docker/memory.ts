import { openEngine } from "./open-engine";

/**
 * Memory in MiB of the machine on which the engine runs its containers, which may use all of it; undefined if the
 * engine does not report it.
 */
export async function engineMemoryMiB(): Promise<number | undefined> {
  const { MemTotal: bytes } = (await openEngine()
    .info()
    .catch(() => ({}))) as {
    MemTotal?: number;
  };
  return bytes ? Math.floor(bytes / 2 ** 20) : undefined;
}
