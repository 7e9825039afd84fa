import type { DataPlaces } from "../components/platform";
import type { SmokeResult } from "../kafka/smoke/result";
import type { Reach } from "../targets/reach";
import { UserError } from "../user-error";
import { readStackOutputs, type StackOutputs } from "./stack-outputs";

/** What else runs where a platform does. */
const neighbours: Readonly<Record<Reach["via"], string>> = {
  direct: "containers",
  kubernetes: "pods",
};

/** Where everything is: a line for each part of the deployed platform. */
export function describe(outputs: StackOutputs): string {
  const inside = `from other ${neighbours[outputs.reach.via]}`;
  const rows: [string, string][] = [
    ["Kafka", `${outputs.bootstrap}  (${inside}: ${outputs.bootstrapInside})`],
    ["ZooKeeper", `${outputs.zookeeper}  (${inside}: ${outputs.zookeeperInside})`],
    ["Kafka UI", outputs.kafkaUi],
    ...outputs.portForwards.map((command, index): [string, string] => [
      index === 0 ? "Opened by" : "",
      command,
    ]),
    ...(outputs.data ? [dataRow(outputs.data)] : []),
    ["Topics", outputs.topics.length === 0 ? "none declared" : outputs.topics.join(", ")],
    [
      "Smoke test",
      typeof outputs.smokeTest === "string"
        ? outputs.smokeTest
        : describeSmokeTest(outputs.smokeTest),
    ],
  ];
  return rows.map(([name, text]) => `${name.padEnd(12)}${text}`).join("\n");
}

function dataRow({ places, atDestroy }: DataPlaces): [string, string] {
  return ["Data", `${places.join(", ")}  (${atDestroy} by destroy)`];
}

/** The result of a smoke test in a line. */
export function describeSmokeTest(result: SmokeResult): string {
  const { produced, consumed, topicsInKafkaUi, endToEndLatency, seconds, at } = result;
  const page = topicsInKafkaUi === undefined ? "" : `, ${topicsInKafkaUi} topics seen in Kafka UI`;
  return (
    `passed: ${produced} produced, ${consumed} consumed and checked${page} in ${seconds} s, ` +
    `end to end p50 ${endToEndLatency.p50} ms, p99 ${endToEndLatency.p99} ms (${at})`
  );
}

if (require.main === module) {
  try {
    console.log(describe(readStackOutputs()));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
