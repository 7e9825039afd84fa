import { readdirSync, readFileSync } from "node:fs";

/** A process of the system. */
export interface Process {
  readonly id: number;
  readonly parent: number;
  readonly residentKiB: number;
  /** Its command line; empty if it cannot be read. */
  readonly command: string;
  /** Seconds of processor time so far. */
  readonly cpuSeconds: number;
}

/** Units of processor time in a second, as Linux gives them to programs: `sysconf(_SC_CLK_TCK)`. */
const ticks = 100;

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

/** The processes of this system; none if it has no /proc. */
export function readProcesses(): Process[] {
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
      const [command, stat] = ["cmdline", "stat"].map((name) =>
        readFileSync(`/proc/${id}/${name}`, "utf8"),
      );
      return [
        {
          id: Number(id),
          parent: field("PPid"),
          residentKiB: field("VmRSS"),
          command: (command ?? "").replaceAll("\0", " ").trim(),
          cpuSeconds: cpuSecondsOf(stat ?? ""),
        },
      ];
    } catch {
      return [];
    }
  });
}

/** Processor time from `/proc/[pid]/stat`: fields 14 and 15, after a name that may contain anything (proc(5)). */
export function cpuSecondsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}
