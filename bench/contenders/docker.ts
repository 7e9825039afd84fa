import { docker } from "../../tests/e2e/support/command";

const units: Readonly<Record<string, number>> = { B: 2 ** -20, KiB: 2 ** -10, MiB: 1, GiB: 1024 };

/** Memory of containers in MiB as the engine counts it, without the reclaimable page cache. */
export async function containerMemory(names: readonly string[]): Promise<number> {
  const lines = await docker("stats", "--no-stream", "--format", "{{.MemUsage}}", ...names);
  return lines.map(mebibytes).reduce((sum, each) => sum + each, 0);
}

/** Parses the engine's `312.4MiB / 23.5GiB`. */
export function mebibytes(usage: string): number {
  const [, amount, unit = ""] = /^([\d.]+)([KMG]?i?B)/.exec(usage) ?? [];
  const factor = units[unit];
  if (factor === undefined) throw new Error(`docker stats says '${usage}' of memory`);
  return Number(amount) * factor;
}

/** Removes everything with a prefix from the engine, whatever its state. */
export async function removePrefixed(prefix: string): Promise<void> {
  const named = (lines: string[]) => lines.filter((name) => name.startsWith(prefix));
  for (const name of named(await docker("ps", "--all", "--format", "{{.Names}}"))) {
    await docker("rm", "--force", "--volumes", name);
  }
  for (const kind of ["network", "volume"]) {
    for (const name of named(await docker(kind, "ls", "--format", "{{.Name}}"))) {
      await docker(kind, "rm", name);
    }
  }
}
