import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { UserError } from "../../common/user-error";
import { openPorts } from "../../kafka/connections/open-ports";
import { root } from "../setup/places";
import { capture } from "../setup/process";
import { neededPython, virtualEnvironment } from "../setup/python";
import { runScript } from "../terminal/run-script";
import { type PipelinesOutputs, readPipelines, type Service } from "./outputs";

/**
 * The view of the Lambda architecture: the counts of the batch layer and, for the windows that it has not computed yet,
 * those of the streaming job.
 */
function view(tables: Readonly<Record<string, string>>): string {
  const layer = (table: string, name: string) =>
    `SELECT window_start, window_end, chave, mensagens, '${name}' AS camada FROM ${table}`;
  const epoch = "to_timestamp('1970-01-01T00:00:00Z')";
  const layers = [
    ...(tables.gold ? [layer("gold", "batch")] : []),
    ...(tables.silver ? [layer("silver", "streaming")] : []),
  ];
  const rest = `WHERE window_start >= coalesce((SELECT max(until) FROM gold), ${epoch})`;
  return layers.length === 0
    ? ""
    : `WITH contagens AS (${layers.join(" UNION ALL ")} ${layers.length === 2 ? rest : ""}) `;
}

const newest = "SELECT * FROM contagens ORDER BY window_start DESC, chave LIMIT 20";

type Row = Readonly<Record<string, unknown>>;

/**
 * Queries the tables with SQL, from this machine and without Spark.
 *
 * @param sql A SELECT on `bronze`, `silver`, `gold` and the view `contagens`.
 * @throws UserError with the reason if the tables cannot be read, or the query is wrong.
 */
export async function askTables(
  { objectStore, tables }: Pick<PipelinesOutputs, "objectStore" | "tables">,
  sql: string,
): Promise<Row[]> {
  const here = join(root, "scripts/pipelines");
  const python = await virtualEnvironment([join(here, "requirements.txt")]);
  if (!python) throw new UserError(`To read the tables, install ${neededPython}.`);
  return withAddress(objectStore, async (address) => {
    const options = {
      AWS_ENDPOINT_URL: `http://${address}`,
      AWS_ALLOW_HTTP: "true",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: objectStore.accessKey,
      AWS_SECRET_ACCESS_KEY: objectStore.secretKey,
    };
    const script = [join(here, "tables.py"), `${view(tables)}${sql}`];
    const input = JSON.stringify({ tables, options });
    const { code, stdout, stderr } = await capture(python, script, { input });
    if (code !== 0) {
      const reason = stripVTControlCharacters(stderr).trim().split("\n").at(-1) ?? "";
      throw new UserError(`The tables cannot be read: ${reason.replace(/^[\s↳]+/, "")}`);
    }
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Row);
  });
}

/** Runs `use` with an address of this machine at which a service answers. */
export async function withAddress<Result>(
  { connection, address }: Service,
  use: (address: string) => Promise<Result>,
): Promise<Result> {
  if (connection.via === "direct") return use(address);
  const port = await freePort();
  const ports = [{ port, to: connection.addresses[0] ?? "" }];
  const opened = await openPorts(connection, ports, () => undefined);
  try {
    return await use(`127.0.0.1:${port}`);
  } finally {
    opened.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Usage: tables.ts [--json], with the query in SQL. `--json` prints a row on each line. */
async function main(): Promise<void> {
  const rows = await askTables(readPipelines(), process.env.SQL ?? newest);
  if (process.argv.includes("--json")) for (const row of rows) console.log(JSON.stringify(row));
  else if (rows.length === 0) console.log("no rows");
  else console.table(rows);
}

if (require.main === module) runScript(main, { atOnce: true });
