import type { Connection } from "../../targets/connection";
import { differingInputs, type Handler, inputsOf } from "../handler";
import { isPassing, pathOf, refusal } from "./connect-rest";
import { running } from "./connector-start";
import { type Config, configOf, sameConfig, standstill, withoutSecrets } from "./connector-state";
import { eventually, Refused, send } from "./request";

interface ConnectorInputs {
  readonly connection: Connection;
  readonly connector: string;
  readonly config: Config;
  readonly trigger?: string;
}

/** What a refresh found, as long as the connector stands still. */
interface ConnectorOutputs {
  readonly standstill?: string;
}

const startSeconds = 120;

const inputs = ["connection", "connector", "config", "trigger"] as const;

/** Serves `kafka-platform:pipelines:Connector`, through the REST interface of Kafka Connect. */
export const connectorHandler: Handler<ConnectorInputs, ConnectorOutputs> = {
  inputs,
  outputs: [],
  diff: (before: ConnectorInputs & ConnectorOutputs, now) => ({
    ...differingInputs(["connector", "config", "trigger"], before, now),
    ...(before.standstill !== undefined && { standstill: "delete" }),
  }),
  apply: async ({ connection, connector, config }, _before, report, signal) => {
    const limits = { seconds: startSeconds, signal };
    const path = `${pathOf(connector)}/config`;
    const put = { method: "PUT", path, body: JSON.stringify(config) } as const;
    let earlier: Config | undefined;
    report.status("configuring");
    await eventually(
      `connector ${connector} was not accepted`,
      async () => {
        earlier ??= await configOf(connection, connector);
        const answer = await send(connection, {
          ...put,
          headers: { "content-type": "application/json" },
        });
        if (answer.status === 200 || answer.status === 201) return true;
        if (isPassing(answer)) throw new Error(refusal(connector, answer));
        throw new Refused(refusal(connector, answer));
      },
      limits,
    );
    const changed = earlier && !sameConfig(earlier, config) ? config : undefined;
    report.status("starting");
    await eventually(
      `connector ${connector} does not run`,
      running(connection, { connector, changed }, (message) => report.status(message)),
      limits,
    );
    return {};
  },
  read: async (before, report) => {
    const state = inputsOf(inputs, before) as ConnectorInputs;
    const { connection, connector } = state;
    try {
      const found = await configOf(connection, connector);
      if (!found) return undefined;
      const still = await standstill(connection, connector);
      return {
        ...{ ...state, config: withoutSecrets(found, state.config) },
        ...(still !== undefined && { standstill: still }),
      };
    } catch (error) {
      // A refresh must not fail because Connect is down: the next step may be its repair.
      report.warning(`The connector ${connector} was not refreshed: ${(error as Error).message}`);
      return before;
    }
  },
  // Its offsets stay in Connect's topic: a connector of the same name continues where this one ended.
  remove: async ({ connection, connector }) => {
    const answer = await send(connection, { method: "DELETE", path: pathOf(connector) });
    if (answer.status !== 204 && answer.status !== 404) throw new Error(refusal(connector, answer));
  },
};
