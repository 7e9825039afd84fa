import type { Results } from "../results";

/** What was measured, how, and on which machine. */
export function describeRun({ machine, rounds, samples }: Results): string {
  const loads = samples.map(({ load }) => load);
  if (samples.length === 0) return describeMachine(machine);
  return `${describeMachine(machine)}
- One-minute load before each measurement, from \`/proc/loadavg\`: ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.
- ${rounds === 1 ? "One round" : `${rounds} rounds, each starting with a different contender, so that a change on the machine affects all of them`}.
  A number is the median, with the least and the most in brackets.

All contenders deploy ZooKeeper and Kafka, without a web UI, with the same images, settings, health checks, volumes and topics: what the others run
is generated from what the program declares. Each starts from nothing, with the images present, and ends with
the same smoke test of 1000 messages. For \`pulumi up\` it is part of the command, and the time is measured
to the command's end; for the others, which have none, it runs right after theirs, in a process that
runs already. The program creates its topics; for the others that process creates them, all in one call. An
observer from outside, the same for all, keeps trying to write its first message.`;
}

function describeMachine(machine: Results["machine"]): string {
  const versions = Object.entries(machine.versions).map(([tool, version]) => `${tool} ${version}`);
  return `# Benchmarks

Written by \`make bench\`, begun on ${machine.at.slice(0, 16).replace("T", " ")} UTC: do not edit.

- Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}.
- ${versions.join(", ")}.`;
}
