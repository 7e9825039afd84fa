import type { Count } from "../drill/books";
import type { Machine } from "../measure/machine";
import { table } from "../report/table";
import type { Observation } from "./observe";
import type { SoakOptions } from "./options";

/** The report of a soak, in Markdown. */
export function soakReport(
  { minutes, rate }: SoakOptions,
  observations: readonly Observation[],
  count: Count,
  machine: Machine,
): string {
  const containers = Object.keys(observations[0]?.memory ?? {});
  const rows = [
    ...containers.map((name) => row(`memory of ${name}, MiB`, ({ memory }) => memory[name])),
    ...containers.map((name) => row(`file handles of ${name}`, ({ handles }) => handles[name])),
    row("lag, messages", ({ lag }) => lag),
  ];
  return `# Soak

Written by \`make soak ARGS='--minutes ${minutes} --rate ${rate}'\` on ${machine.at.slice(0, 16).replace("T", " ")} UTC, ${machine.processor}, ${machine.cores}
cores, ${machine.memoryGiB} GiB, load at the start ${machine.load.toFixed(1)}: do not edit.

${minutes} minutes of ${rate} messages a second to one broker on Docker, from a producer to a consumer in processes of
their own. ${count.acknowledged} messages were acknowledged, ${count.unknown} not; ${count.delivered} were delivered, ${count.duplicated} of them more than once;
**${count.lost} were lost**.

![Memory, file handles and lag over time](images/soak.svg)

${table(["", "after a minute", "at the end", "at most"], rows)}
`;

  function row(text: string, value: (each: Observation) => number | undefined): string[] {
    const values = observations.map((each) => value(each) ?? 0);
    const minute = observations.findIndex(({ at }) => at >= 60);
    const shown = [values[Math.max(0, minute)], values.at(-1), Math.max(...values)];
    return [text, ...shown.map((number) => (number ?? 0).toFixed(0))];
  }
}
