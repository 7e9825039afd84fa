import { openPorts } from "../../kafka/connections/open-ports";
import { describeCluster } from "../../targets/kubernetes/which-cluster";
import { UserError } from "../../common/user-error";
import { readStackOutputs } from "./outputs";
import { clusterOf, silence } from "./status";
import { runScript } from "../terminal/run-script";

/** Opens the stack's addresses on this machine until it is interrupted. */
async function connect(): Promise<void> {
  const outputs = await readStackOutputs();
  const { portForwards, forwards, connection, bootstrap, kafkaUi } = outputs;
  if (portForwards.length === 0 || connection.via === "direct") {
    const problem = await silence(outputs);
    if (problem !== undefined) throw new UserError(problem);
    console.log(`Kafka       ${bootstrap}\nKafka UI    ${kafkaUi}`);
    return;
  }
  if (!forwards) {
    throw new UserError(
      "An earlier version deployed this stack. Run `make up` once, then run this again.",
    );
  }
  const cluster = await clusterOf(outputs);
  if (cluster) console.log(`Cluster     ${describeCluster(cluster)}`);
  await openPorts(connection, forwards, (line) => console.error(line)).catch((error: unknown) => {
    throw new UserError(error instanceof Error ? error.message : String(error));
  });
  console.log(`Kafka       ${bootstrap}\nKafka UI    ${kafkaUi}`);
  for (const { port, to } of forwards) console.log(`            localhost:${port} leads to ${to}`);
  const problem = await silence(outputs);
  if (problem !== undefined) console.error(problem);
  console.log("Open until this command is interrupted.");
}

runScript(connect, { atOnce: true });
