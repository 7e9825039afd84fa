import { cpus, loadavg, release, totalmem, version } from "node:os";
import { readFileSync } from "node:fs";
import { capture } from "../../scripts/setup/process";

/** The machine that the numbers were measured on. */
export interface Machine {
  readonly at: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** One-minute load average at the start, as in /proc/loadavg. */
  readonly load: number;
  /** Tools and their versions. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Describes this machine. */
export async function describeMachine(versions: Record<string, string>): Promise<Machine> {
  const [processor] = cpus();
  const ask = async (command: string, ...args: string[]) =>
    (await capture(command, args)).stdout.trim();
  return {
    at: new Date().toISOString(),
    processor: processor?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${systemName() ?? version()}, kernel ${release()}`,
    load: loadavg()[0] ?? 0,
    versions: {
      Docker: await ask("docker", "version", "--format", "{{.Server.Version}}"),
      Pulumi: (await ask("pulumi", "version")).replace(/^v/, ""),
      "Node.js": process.versions.node,
      ...versions,
    },
  };
}

function systemName(): string | undefined {
  try {
    return /^PRETTY_NAME="(.*)"/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
