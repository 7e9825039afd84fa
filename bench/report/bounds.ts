import type { Parts } from "../measure/parts";

/** What can bound a command: the brokers, Pulumi itself, or what this project adds to both. */
export type Bound = "brokers" | "Pulumi" | "client";

/** A command's time in seconds, and the floors that were measured without this project; undefined: they were not. */
export interface Floors {
  readonly seconds: number;
  /** The servers' own work: bare calls, or a script that starts them; 0 if the command does not need them. */
  readonly brokers: number | undefined;
  /** The same command of a program without resources. */
  readonly pulumi: number | undefined;
  /** What that program is. Default: an empty one. */
  readonly program?: string;
}

/**
 * What takes the largest part of a command's time, and how much: the client has what no floor explains. Undefined if a
 * floor was not measured.
 */
export function boundOf({
  seconds,
  brokers,
  pulumi,
}: Floors): { readonly bound: Bound; readonly seconds: number } | undefined {
  if (brokers === undefined || pulumi === undefined) return undefined;
  const parts: readonly (readonly [Bound, number])[] = [
    ["brokers", Math.min(brokers, seconds)],
    ["Pulumi", Math.min(pulumi, seconds)],
    ["client", Math.max(0, seconds - brokers - pulumi)],
  ];
  const [bound, most] = parts.reduce((best, each) => (each[1] > best[1] ? each : best));
  return { bound, seconds: most };
}

const named: Readonly<Record<Bound, string>> = {
  brokers: "bounded by the brokers",
  Pulumi: "bounded by Pulumi, where",
  client: "bounded by the client:",
};

/** Such as `4.1 s, bounded by Pulumi, where an empty program takes 2.3 s`. */
export function boundSentence(floors: Floors, brokersAlone: string): string {
  const found = boundOf(floors);
  const all = `${floors.seconds.toFixed(1)} s`;
  if (!found) return `${all}, and what bounds it was not measured`;
  const what = {
    brokers: `${named.brokers}, where ${brokersAlone}`,
    Pulumi: `${named.Pulumi} ${floors.program ?? "an empty program"} takes`,
    client: named.client,
  }[found.bound];
  return `${all}, ${what} ${found.seconds.toFixed(1)} s`;
}

/** Such as `engine 2.3 s, program 1.9 s, plugin docker 0.5 s`: processor time, most first. */
export function processorTimes(parts: Parts): string {
  return Object.entries(parts)
    .sort(([, a], [, b]) => b.cpuSeconds - a.cpuSeconds)
    .map(([name, { cpuSeconds }]) => `${name} ${cpuSeconds.toFixed(1)} s`)
    .join(", ");
}

/** The largest peak memory in MiB of a part over several commands; undefined if it was never seen. */
export function peakOf(part: string, commands: readonly { readonly parts: Parts }[]) {
  const peaks = commands.flatMap(({ parts }) => parts[part]?.peakMiB ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}
