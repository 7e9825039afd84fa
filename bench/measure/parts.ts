import { type Process, readProcesses, treeOf } from "./process-tree";

/** What a part of a command used. */
export interface PartCost {
  /** Peak resident memory in MiB. */
  readonly peakMiB: number;
  /** Processor time in seconds, up to the last look at it. */
  readonly cpuSeconds: number;
}

/** The parts of a Pulumi command by name: `engine`, `program`, and each plugin, such as `plugin docker`. */
export type Parts = Readonly<Record<string, PartCost>>;

const patterns: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/pulumi-resource-([\w-]+)/, ([, name]) => `plugin ${name}`],
  [/@pulumi\/pulumi\/cmd\/run\b/, () => "program"],
  [/language-(host-)?nodejs/, () => "engine"],
  [/^(\S*\/)?pulumi( |$)/, () => "engine"],
];

/** The part that a command line belongs to; undefined for one that some part has started. */
export function partOf(command: string): string | undefined {
  for (const [pattern, name] of patterns) {
    const found = pattern.exec(command);
    if (found) return name(found);
  }
  return undefined;
}

/**
 * Measures a command and its descendants again and again. Memory is summed over the processes of a part, with shared
 * pages counted once for each process that maps them.
 */
export class PartsWatch {
  private readonly peaks = new Map<string, number>();
  private readonly cpu = new Map<string, Map<number, number>>();
  private peak = 0;

  constructor(
    private readonly id: number,
    private readonly read: () => readonly Process[] = readProcesses,
  ) {}

  look(): void {
    const processes = this.read();
    const tree = treeOf(processes, this.id);
    const byId = new Map(tree.map((each) => [each.id, each]));
    const memory = new Map<string, number>();
    for (const process of tree) {
      const part = nearestPart(process, byId);
      if (part === undefined) continue;
      memory.set(part, (memory.get(part) ?? 0) + process.residentKiB / 1024);
      // A process that has ended keeps what it had used when it was last seen.
      const seconds = this.cpu.get(part) ?? new Map<number, number>();
      this.cpu.set(part, seconds.set(process.id, process.cpuSeconds));
    }
    for (const [part, mebibytes] of memory) {
      this.peaks.set(part, Math.max(this.peaks.get(part) ?? 0, mebibytes));
    }
    const all = tree.reduce((sum, { residentKiB }) => sum + residentKiB / 1024, 0);
    this.peak = Math.max(this.peak, all);
  }

  /** Peak of the whole tree in MiB; 0 if nothing was seen. */
  get peakMiB(): number {
    return this.peak;
  }

  get parts(): Parts {
    return Object.fromEntries(
      [...this.peaks].map(([part, peakMiB]) => {
        const seconds = [...(this.cpu.get(part)?.values() ?? [])];
        return [part, { peakMiB, cpuSeconds: seconds.reduce((sum, each) => sum + each, 0) }];
      }),
    );
  }
}

/** The part of a process, or of the nearest process above it that has one. */
function nearestPart(process: Process, tree: ReadonlyMap<number, Process>): string | undefined {
  let each: Process | undefined = process;
  while (each) {
    const part = partOf(each.command);
    if (part !== undefined) return part;
    each = tree.get(each.parent);
  }
  return undefined;
}
