import type { Connection } from "../../targets/connection";
import { firstLines, isPassing, pathOf, refusal } from "./connect-rest";
import { Refused, send } from "./request";

interface State {
  readonly state: string;
  readonly trace?: string;
}

interface Status {
  readonly connector: State;
  readonly tasks: readonly State[];
}

/** For so long after a restart, the status may still be that from before. */
const restartMilliseconds = 3_000;

/**
 * A function that returns true once the connector and at least one task run, undefined before. What has failed is
 * restarted once: an unchanged configuration starts nothing that failed earlier.
 */
export function running(
  connection: Connection,
  connector: string,
  report: (message: string) => void,
) {
  let restarted: number | undefined;
  return async (): Promise<true | undefined> => {
    const { status, body } = await send(connection, {
      method: "GET",
      path: `${pathOf(connector)}/status`,
    });
    if (status !== 200) return undefined;
    const { connector: itself, tasks } = JSON.parse(body) as Status;
    const all = [itself, ...tasks];
    const failed = all.find(({ state }) => state === "FAILED");
    if (!failed) {
      return tasks.length > 0 && all.every(({ state }) => state === "RUNNING") ? true : undefined;
    }
    if (restarted === undefined) {
      report("restarting");
      await restart(connection, connector);
      restarted = Date.now();
    } else if (Date.now() - restarted > restartMilliseconds) {
      throw new Refused(`connector ${connector} failed: ${firstLines(failed.trace ?? "")}`);
    }
    return undefined;
  };
}

async function restart(connection: Connection, connector: string): Promise<void> {
  const answer = await send(connection, {
    method: "POST",
    path: `${pathOf(connector)}/restart?includeTasks=true&onlyFailed=true`,
  });
  // Connect before 3.0 answers 200 or 204, and restarts the connector without its tasks.
  if ([200, 202, 204].includes(answer.status)) return;
  if (isPassing(answer)) throw new Error(refusal(connector, answer));
  throw new Refused(refusal(connector, answer));
}
