import { UserError } from "../../common/user-error";
import { send } from "../../provider/pipelines/request";
import { runScript } from "../terminal/run-script";
import { pipelines } from "../setup/project";
import { downContainers } from "../stack/recover/containers";
import { readState } from "../stack/recover/state";
import { stackArgument } from "../stack/stack-argument";
import { type PipelinesOutputs, readPipelines } from "./outputs";
import { askTables } from "./tables";

/** One line of the status, or why there is none. */
interface Line {
  readonly name: string;
  readonly text: string;
  readonly problem?: boolean;
}

async function tableLine(outputs: PipelinesOutputs): Promise<Line> {
  const sql = Object.keys(outputs.tables)
    .map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`)
    .join(", ");
  const [row = {}] = await askTables(outputs, `SELECT ${sql}`);
  const counts = Object.entries(row).map(([table, rows]) => `${table} ${String(rows)}`);
  return { name: "Rows", text: counts.join(", ") };
}

async function connectLine({
  connection,
  connector,
}: NonNullable<PipelinesOutputs["connect"]>): Promise<Line> {
  const { body } = await send(connection, {
    ...{ method: "GET", path: `/connectors/${connector}/status` },
  });
  const status = JSON.parse(body) as {
    connector?: { state: string };
    tasks?: { state: string }[];
  };
  const { state = "missing" } = status.connector ?? {};
  const tasks = (status.tasks ?? []).map((task) => task.state);
  const states = [state, ...tasks];
  const problem = tasks.length === 0 || states.some((each) => each !== "RUNNING");
  return { name: "Connector", text: `${connector}: ${states.join(", ")}`, problem };
}

async function runsLine({
  connection,
  user,
  password,
}: NonNullable<PipelinesOutputs["prefect"]>): Promise<Line> {
  const login = Buffer.from(`${user}:${password}`).toString("base64");
  const ask = async (state: string) => {
    const { status, body } = await send(connection, {
      ...{ method: "POST", path: "/api/flow_runs/count" },
      headers: { authorization: `Basic ${login}`, "content-type": "application/json" },
      body: JSON.stringify({ flow_runs: { state: { type: { any_: [state] } } } }),
    });
    if (status !== 200) throw new UserError(`Prefect answers with status ${status}: ${body}`);
    return { state: state.toLowerCase(), count: Number(body) };
  };
  const counts = await Promise.all(["COMPLETED", ...unfinished, ...ended].map(ask));
  const shown = counts.filter(({ state, count }) => state === "completed" || count > 0);
  return {
    name: "Flow runs",
    text: shown.map(({ state, count }) => `${state} ${count}`).join(", "),
    problem: counts.some(({ state, count }) => /^(failed|crashed)$/.test(state) && count > 0),
  };
}

/** States of Prefect: https://docs.prefect.io/v3/concepts/states */
const unfinished = ["SCHEDULED", "PENDING", "RUNNING", "PAUSED"];
const ended = ["FAILED", "CRASHED", "CANCELLED"];

async function lineOf(name: string, work: Promise<Line>): Promise<Line> {
  return work.catch((error: unknown) => ({
    ...{ name, text: error instanceof Error ? error.message : String(error), problem: true },
  }));
}

/** The parts that nobody connects to, such as the Spark jobs, are seen only by this. None on Kubernetes. */
async function downLines(): Promise<Line[]> {
  const down = await downContainers(readState(pipelines.folder));
  return down.length === 0 ? [] : [{ name: "Down", text: down.join(", "), problem: true }];
}

/** Prints where the pipelines are and what has arrived; fails if a part does not answer. */
async function main(): Promise<void> {
  const outputs = readPipelines();
  const { objectStore, connect, postgres, nifi, prefect } = outputs;
  const opened = [objectStore, connect, postgres, nifi, prefect].flatMap(
    (each) => each?.portForwards ?? [],
  );
  const passwords = `eval "$(make -s pipelines-env${stackArgument()})"; pulumi -C pipelines stack output --show-secrets`;
  const lines: Line[] = [
    { name: "Platform", text: outputs.platform },
    { name: "S3", text: `http://${objectStore.address}` },
    ...(connect ? [{ name: "Connect", text: `http://${connect.address}` }] : []),
    ...(postgres
      ? [{ name: "PostgreSQL", text: `${postgres.user}@${postgres.address}/${postgres.database}` }]
      : []),
    ...(nifi ? [{ name: "NiFi", text: `http://${nifi.address}/nifi` }] : []),
    ...(prefect
      ? [{ name: "Prefect", text: `http://${prefect.address}, log in as ${prefect.user}:PASSWORD` }]
      : []),
    ...opened.map((text, index) => ({ name: index === 0 ? "Opened by" : "", text })),
    { name: "Passwords", text: passwords },
    ...(await Promise.all([
      ...(Object.keys(outputs.tables).length > 0 ? [lineOf("Rows", tableLine(outputs))] : []),
      ...(connect ? [lineOf("Connector", connectLine(connect))] : []),
      ...(prefect ? [lineOf("Flow runs", runsLine(prefect))] : []),
    ])),
    ...(await downLines()),
  ];
  for (const { name, text } of lines) console.log(`${name.padEnd(12)}${text}`);
  if (!lines.some(({ problem }) => problem)) return;
  throw new UserError(
    `Part of the pipelines does not answer. \`make pipelines-up${stackArgument()} ARGS=--refresh\` brings back what was ` +
      "removed or stopped; docs/pipelines.md says what else to look at.",
  );
}

runScript(main, { atOnce: true });
