import type { DataPlaces } from "../../components/platform";
import { whatDoesNotAnswer } from "../../kafka/answers";
import type { SmokeResult } from "../../kafka/smoke/result";
import type { Connection } from "../../targets/connection";
import {
  describeCluster,
  kubectlFor,
  whichCluster,
  type WhichCluster,
} from "../../targets/kubernetes/which-cluster";
import { UserError } from "../../common/user-error";
import { stackArgument } from "./stack-argument";
import { readStackOutputs, type StackOutputs } from "./outputs";
import { runScript } from "../terminal/run-script";

/** What else runs next to a platform. */
const neighbours: Readonly<Record<Connection["via"], string>> = {
  direct: "containers",
  kubernetes: "pods",
};

/**
 * Where everything is: a line for each part of the deployed platform.
 *
 * @param cluster The cluster that it is on; undefined on a Docker engine.
 * @param answers Whether it answers now: if not, the result of the last smoke test is of no use.
 */
export function describe(
  outputs: StackOutputs,
  cluster: WhichCluster | undefined,
  answers: boolean,
): string {
  const inside = `from other ${neighbours[outputs.connection.via]}`;
  const rows: [string, string][] = [
    ["Kafka", `${outputs.bootstrap}  (${inside}: ${outputs.bootstrapInside})`],
    ["ZooKeeper", `${outputs.zookeeper}  (${inside}: ${outputs.zookeeperInside})`],
    ["Kafka UI", outputs.kafkaUi],
    ...(cluster ? [["Cluster", describeCluster(cluster)] satisfies [string, string]] : []),
    ...openedBy(outputs, cluster).map((command, index): [string, string] => [
      index === 0 ? "Opened by" : "",
      command,
    ]),
    ...(outputs.data ? [dataRow(outputs.data)] : []),
    ["Topics", outputs.topics.length === 0 ? "none declared" : outputs.topics.join(", ")],
    ...(answers ? [smokeRow(outputs.smokeTest)] : []),
  ];
  return rows.map(([name, text]) => `${name.padEnd(12)}${text}`).join("\n");
}

function openedBy(
  { portForwards }: StackOutputs,
  cluster: WhichCluster | undefined,
): readonly string[] {
  if (portForwards.length === 0 || !cluster) return [];
  const commands = portForwards.map((command) => kubectlFor(cluster, command));
  const usable = commands.filter((command) => command !== undefined);
  return ["make connect", ...usable.map((command) => `or ${command}`)];
}

function dataRow({ places, atDestroy }: DataPlaces): [string, string] {
  return ["Data", `${places.join(", ")}  (${atDestroy} by destroy)`];
}

function smokeRow(result: StackOutputs["smokeTest"]): [string, string] {
  const text = typeof result === "string" ? result : describeSmokeTest(result);
  return ["Smoke test", text];
}

/** The result of a smoke test in one line, with its time. */
export function describeSmokeTest(result: SmokeResult): string {
  const { produced, consumed, topicsInKafkaUi, endToEndLatency, seconds, at } = result;
  const page = topicsInKafkaUi === undefined ? "" : `, ${topicsInKafkaUi} topics seen in Kafka UI`;
  return (
    `passed at ${at}: ${produced} produced, ${consumed} consumed and checked${page} in ${seconds} s, ` +
    `end to end p50 ${endToEndLatency.p50} ms, p99 ${endToEndLatency.p99} ms`
  );
}

/** Says which parts of a deployed platform do not answer, and what to do; undefined if all of them answer. */
export async function silence(outputs: StackOutputs): Promise<string | undefined> {
  const { connection, bootstrapInside, zookeeper, zookeeperInside, kafkaUiAccess } = outputs;
  const isDirect = connection.via === "direct";
  const silent = await whatDoesNotAnswer({
    connection,
    // An address on this machine does not say to which broker it belongs.
    names: isDirect ? bootstrapInside.split(",").map((host) => host.replace(/:\d+$/, "")) : [],
    zooKeeper: { ...connection, addresses: (isDirect ? zookeeper : zookeeperInside).split(",") },
    kafkaUi: kafkaUiAccess,
  });
  if (silent.length === 0) return undefined;
  return [
    "The platform is deployed, but part of it does not answer:",
    ...silent.map((line) => `  ${line}`),
    `\`make recover${stackArgument()}\` brings it back. Plain \`pulumi up\` does not notice what was ` +
      "stopped or removed; `pulumi up --refresh` does.",
  ].join("\n");
}

/**
 * The cluster that a stack is on; undefined on a Docker engine.
 *
 * @throws UserError if the kubeconfig cannot be read.
 */
export async function clusterOf({
  connection,
}: Pick<StackOutputs, "connection">): Promise<WhichCluster | undefined> {
  if (connection.via !== "kubernetes") return undefined;
  return whichCluster(connection).catch((error: unknown) => {
    throw new UserError(
      `The kubeconfig cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
}

async function main(): Promise<void> {
  const outputs = await readStackOutputs();
  const [problem, cluster] = await Promise.all([silence(outputs), clusterOf(outputs)]);
  console.log(describe(outputs, cluster, problem === undefined));
  if (problem !== undefined) throw new UserError(problem);
}

if (require.main === module) runScript(main, { atOnce: true });
