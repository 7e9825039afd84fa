import { readdirSync, readFileSync } from "node:fs";

/**
 * Resident memory in MiB of a process and everything below it now, shared pages counted once for each
 * process that has them; 0 where the system has no /proc.
 */
export function treeMemory(processId: number): number {
  return sumTree(readProcesses(), processId) / 1024;
}

/** A process of the system. */
export interface Process {
  readonly id: number;
  readonly parent: number;
  readonly residentKiB: number;
}

/** Resident memory in KiB of a process and everything below it. */
export function sumTree(processes: readonly Process[], id: number): number {
  const own = processes.find((process) => process.id === id)?.residentKiB ?? 0;
  return processes
    .filter(({ parent }) => parent === id)
    .reduce((sum, child) => sum + sumTree(processes, child.id), own);
}

function readProcesses(): Process[] {
  let ids: string[];
  try {
    ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.flatMap((id) => {
    try {
      const status = readFileSync(`/proc/${id}/status`, "utf8");
      const field = (name: string) =>
        Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
      return [{ id: Number(id), parent: field("PPid"), residentKiB: field("VmRSS") }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
