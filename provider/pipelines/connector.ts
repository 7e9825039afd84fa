import type { Connection } from "../../targets/connection";
import { differingInputs, type Handler } from "../handler";
import { isPassing, pathOf, refusal } from "./connect-rest";
import { running } from "./connector-start";
import { eventually, Refused, send } from "./request";

interface ConnectorInputs {
  readonly connection: Connection;
  readonly connector: string;
  readonly config: Readonly<Record<string, string>>;
  readonly trigger?: string;
}

const startSeconds = 120;

/** Serves `kafka-platform:pipelines:Connector`, through the REST interface of Kafka Connect. */
export const connectorHandler: Handler<ConnectorInputs, object> = {
  inputs: ["connection", "connector", "config", "trigger"],
  outputs: [],
  diff: (before, now) => differingInputs(["connector", "config", "trigger"], before, now),
  apply: async ({ connection, connector, config }, _before, report, signal) => {
    const limits = { seconds: startSeconds, signal };
    const path = `${pathOf(connector)}/config`;
    const put = { method: "PUT", path, body: JSON.stringify(config) } as const;
    report.status("configuring");
    await eventually(
      `connector ${connector} was not accepted`,
      async () => {
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
    report.status("starting");
    await eventually(
      `connector ${connector} does not run`,
      running(connection, connector, (message) => report.status(message)),
      limits,
    );
    return {};
  },
  // Its offsets stay in Connect's topic: a connector of the same name continues where this one ended.
  remove: async ({ connection, connector }) => {
    const answer = await send(connection, { method: "DELETE", path: pathOf(connector) });
    if (answer.status !== 204 && answer.status !== 404) throw new Error(refusal(connector, answer));
  },
};
