import type { BrokersRow } from "../scale/measure-brokers";
import type { Scale } from "../scale/scale";
import { boundSentence, peakOf, processorTimes } from "./bounds";
import { seconds, whole } from "./numbers";
import { memory, memoryHead, pulumiFloor } from "./scale-columns";
import { table } from "./table";

/** How the cost grows with the number of brokers, and what bounds each `up`. */
export function brokersSection(scale: Scale): string {
  const rows = scale.brokers.map((row) => [
    String(row.brokers),
    seconds(row.up.seconds),
    seconds(row.script),
    ...[row.noop, row.preview, row.refresh, row.destroy].map((cost) => seconds(cost.seconds)),
    whole(row.memoryMiB),
    ...[...memory(commands(row)), whole(peakOf("plugin docker", commands(row)))],
  ]);
  const head = [
    ...["brokers", "`up`", "`docker run` script", "no-op `up`", "preview", "refresh", "destroy"],
    ...["containers, MiB", ...memoryHead, "plugin docker, MiB"],
  ];
  const lines = scale.brokers.map(
    (row) =>
      `- **${row.brokers} broker${row.brokers === 1 ? "" : "s"}**: \`up\` takes ${boundSentence(
        { seconds: row.up.seconds, brokers: row.script, ...pulumiFloor(scale, "ups") },
        "the script that only starts them takes",
      )}. Processor time: ${processorTimes(row.up.parts)}.`,
  );
  return `### Brokers

On Docker, with the topics of the dev stack and a Java heap of 256 MiB for each server, so that nine brokers fit on one
machine, whose processors they share. \`up\` starts from nothing and ends with the smoke test; the script starts the same
containers and waits until they are healthy.

${table(head, rows)}

${lines.join("\n")}`;
}

function commands({ up, noop, preview, refresh, destroy }: BrokersRow) {
  return [up, noop, preview, refresh, destroy];
}
