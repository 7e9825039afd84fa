import { readdirSync, readFileSync } from "node:fs";

/** A process of the system. */
export interface Process {
  readonly id: number;
  readonly parent: number;
  readonly residentKiB: number;
}

/**
 * Current resident memory in MiB of a process and its descendants, with shared pages counted once for
 * each process that maps them; 0 if the system has no /proc.
 */
export function treeMemory(id: number): number {
  const tree = treeOf(readProcesses(), id);
  return tree.reduce((sum, { residentKiB }) => sum + residentKiB, 0) / 1024;
}

/** A process and its descendants. */
export function treeOf(processes: readonly Process[], id: number): Process[] {
  const own = processes.filter((process) => process.id === id);
  const children = processes.filter(({ parent }) => parent === id);
  return [...own, ...children.flatMap((child) => treeOf(processes, child.id))];
}

/** Kills a process and its descendants: a Pulumi plugin has its own process group and would outlive it. */
export function killTree(id: number): void {
  for (const process of treeOf(readProcesses(), id)) kill(process.id);
}

function kill(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It has already ended.
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
