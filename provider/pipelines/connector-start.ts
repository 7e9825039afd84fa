import type { Connection } from "../../targets/connection";
import { firstLines, isPassing, pathOf, refusal } from "./connect-rest";
import type { Config, State, Status } from "./connector-state";
import { Refused, type Request, send } from "./request";

/** For so long after a restart, a resumption or a change, the status may still be that from before. */
const staleMilliseconds = 3_000;

/** What is to be seen running. */
interface Started {
  readonly connector: string;
  /** The configuration, if it differs from the one that ran before; Connect then starts its tasks again. */
  readonly changed: Config | undefined;
}

/**
 * A function that returns true once the connector and at least one task run, undefined before. What has failed is
 * restarted once, and what is paused or stopped is resumed: an unchanged configuration starts nothing that stands still.
 */
export function running(
  connection: Connection,
  { connector, changed }: Started,
  report: (message: string) => void,
) {
  let restarted: number | undefined;
  let resumed: number | undefined;
  const isNew = changed ? restartSeen(connection, connector, changed) : () => true;
  return async (): Promise<true | undefined> => {
    const { status, body } = await send(connection, {
      method: "GET",
      path: `${pathOf(connector)}/status`,
    });
    if (status !== 200) return undefined;
    const { connector: itself, tasks } = JSON.parse(body) as Status;
    const all: readonly State[] = [itself, ...tasks];
    const failed = all.find(({ state }) => state === "FAILED");
    const runs = tasks.length > 0 && all.every(({ state }) => state === "RUNNING");
    const current = await isNew(runs);
    if (all.some(({ state }) => state === "PAUSED" || state === "STOPPED")) {
      if (resumed !== undefined && Date.now() - resumed <= staleMilliseconds) return undefined;
      report("resuming");
      await order(connection, connector, { method: "PUT", path: "/resume" });
      resumed = Date.now();
      return undefined;
    }
    if (!failed) return runs && current ? true : undefined;
    if (restarted === undefined) {
      report("restarting");
      await order(connection, connector, {
        ...{ method: "POST", path: "/restart?includeTasks=true&onlyFailed=true" },
      });
      restarted = Date.now();
    } else if (Date.now() - restarted > staleMilliseconds) {
      throw new Refused(`connector ${connector} failed: ${firstLines(failed.trace ?? "")}`);
    }
    return undefined;
  };
}

/**
 * Whether the status is that of a changed configuration. Connect's status has no generation: it counts once the tasks
 * have the new configuration, and were then seen to start, or had the time in which Connect shows that.
 */
function restartSeen(connection: Connection, connector: string, config: Config) {
  let since: number | undefined;
  let started = false;
  return async (runs: boolean): Promise<boolean> => {
    if (!runs) started = true;
    if (since === undefined && (await tasksHave(connection, connector, config))) since = Date.now();
    if (since === undefined) return false;
    return started || Date.now() - since > staleMilliseconds;
  };
}

/** Whether each task has what it shares with the connector's configuration. */
async function tasksHave(connection: Connection, connector: string, config: Config) {
  const { status, body } = await send(connection, {
    ...{ method: "GET", path: `${pathOf(connector)}/tasks` },
  });
  if (status !== 200) return false;
  const tasks = JSON.parse(body) as readonly { readonly config: Config }[];
  const isCurrent = (task: Config) =>
    Object.entries(config).every(([name, value]) => (task[name] ?? value) === value);
  return tasks.length > 0 && tasks.every((task) => isCurrent(task.config));
}

async function order(
  connection: Connection,
  connector: string,
  { method, path }: Pick<Request, "method" | "path">,
): Promise<void> {
  const answer = await send(connection, { method, path: `${pathOf(connector)}${path}` });
  // Connect before 3.0 answers 200 or 204, and restarts the connector without its tasks.
  if ([200, 202, 204].includes(answer.status)) return;
  if (isPassing(answer)) throw new Error(refusal(connector, answer));
  throw new Refused(refusal(connector, answer));
}
