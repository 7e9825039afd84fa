import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../targets/connection";
import { isGone, pathOf, refusal } from "./connect-rest";
import { send } from "./request";

export type Config = Readonly<Record<string, string>>;

/** The state of a connector or of a task, as Connect names it. */
export interface State {
  readonly state: string;
  readonly trace?: string;
}

export interface Status {
  readonly connector: State;
  readonly tasks: readonly State[];
}

/** What a connector does not leave by itself. Others, such as UNASSIGNED, pass. */
const lasting = ["STOPPED", "PAUSED", "FAILED"];

/** A connector's configuration as Connect has it, without the name that Connect adds; undefined if there is none. */
export async function configOf(
  connection: Connection,
  connector: string,
): Promise<Config | undefined> {
  const answer = await send(connection, { method: "GET", path: pathOf(connector) });
  if (isGone(answer)) return undefined;
  if (answer.status !== 200) throw new Error(refusal(connector, answer));
  return (JSON.parse(answer.body) as { config: Config }).config;
}

/** Configurations without the name, which Connect adds to what it was given. */
export function sameConfig(one: Config, other: Config): boolean {
  return isDeepStrictEqual({ ...one, name: "" }, { ...other, name: "" });
}

/** How a connector stands still, such as `PAUSED`; undefined if it runs or is about to. */
export async function standstill(
  connection: Connection,
  connector: string,
): Promise<string | undefined> {
  const answer = await send(connection, { method: "GET", path: `${pathOf(connector)}/status` });
  // A new connector has no status yet.
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw new Error(refusal(connector, answer));
  const { connector: itself, tasks } = JSON.parse(answer.body) as Status;
  const states = [itself, ...tasks].map(({ state }) => state);
  return lasting.find((each) => states.includes(each));
}

const hidden = "[hidden]";

/**
 * The configuration that was found, for the state. What somebody else has set as a password is not kept: a declared one
 * is a reference to a file, and differs from it.
 */
export function withoutSecrets(found: Config, declared: Config): Config {
  const shown = Object.entries(found)
    .filter(([name]) => name !== "name" || "name" in declared)
    .map(([name, value]) => [
      name,
      value !== declared[name] && /password|secret|token|credential|jaas|\bkey$/i.test(name)
        ? hidden
        : value,
    ]);
  return Object.fromEntries(shown) as Config;
}
