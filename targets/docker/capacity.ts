import { openEngine } from "./open-engine";

/** What the machine has on which the engine runs its containers. */
export interface EngineCapacity {
  /** Memory in MiB; undefined if the engine does not report it. */
  readonly memoryMiB?: number | undefined;
  /** Number of CPUs; undefined if the engine does not report it. */
  readonly cpus?: number | undefined;
}

/** Asks the engine how much its containers may use: all of it, unless they have limits. */
export async function engineCapacity(): Promise<EngineCapacity> {
  const { MemTotal: bytes, NCPU: cpus } = (await openEngine()
    .info()
    .catch(() => ({}))) as {
    MemTotal?: number;
    NCPU?: number;
  };
  return {
    memoryMiB: bytes ? Math.floor(bytes / 2 ** 20) : undefined,
    // 0: not reported.
    cpus: cpus === 0 ? undefined : cpus,
  };
}
