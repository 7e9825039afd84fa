import { readdirSync, readFileSync } from "node:fs";

/** A process of the system. */
export interface Process {
  readonly id: number;
  readonly parent: number;
  readonly residentKiB: number;
}

/**
 * Resident memory in MiB of a process and everything below it now, shared pages counted once for each
 * process that has them; 0 where the system has no /proc.
 */
export function treeMemory(id: number): number {
  const tree = treeOf(readProcesses(), id);
  return tree.reduce((sum, { residentKiB }) => sum + residentKiB, 0) / 1024;
}

/** A process and everything below it. */
export function treeOf(processes: readonly Process[], id: number): Process[] {
  const own = processes.filter((process) => process.id === id);
  const children = processes.filter(({ parent }) => parent === id);
  return [...own, ...children.flatMap((child) => treeOf(processes, child.id))];
}

/** Kills a process and everything below it: a plugin of Pulumi's outlives it in a group of its own. */
export function killTree(id: number): void {
  for (const process of treeOf(readProcesses(), id)) kill(process.id);
}

function kill(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
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
      return [];
    }
  });
}
