import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "../targets/connection";
import { explain, openKafka, withAdmin } from "./connections/kafka";
import { connector } from "./connections/http";
import { openHttp } from "./smoke/http";
import type { KafkaUiAccess } from "./smoke/kafka-ui";

/** The parts of a platform that are asked whether they answer. */
export interface Asked {
  /** How to reach every broker. */
  readonly connection: Connection;
  /** Names of the brokers for people, in the order of their addresses. Default: only the addresses. */
  readonly names?: readonly string[];
  /** How to reach every ZooKeeper server. */
  readonly zooKeeper: Connection;
  /** How to reach the web page. Default: there is none. */
  readonly kafkaUi?: KafkaUiAccess | undefined;
}

const timeoutMilliseconds = 8000;

/**
 * Asks each broker, each ZooKeeper server and the web page, all at the same time, whether it answers now.
 * It takes eight seconds at most.
 *
 * @returns A line for each that does not, with its address and the reason; none if all answer.
 */
export async function whatDoesNotAnswer(asked: Asked): Promise<string[]> {
  const { connection, names, zooKeeper, kafkaUi } = asked;
  const found = await Promise.all([
    ...each(zooKeeper).map((one) => problem("ZooKeeper", one, askZooKeeper)),
    ...each(connection).map((one, index) =>
      problem(["broker", names?.[index]].filter(Boolean).join(" "), one, () =>
        askBroker(one, connection.addresses.length),
      ),
    ),
    kafkaUi && problem("Kafka UI", kafkaUi.connection, () => askPage(kafkaUi)),
  ]);
  return found.filter((line) => line !== undefined);
}

function each(connection: Connection): Connection[] {
  return connection.addresses.map((address) => ({ ...connection, addresses: [address] }));
}

async function askBroker(connection: Connection, count: number): Promise<void> {
  const kafka = await openKafka(connection, {
    retry: { retries: 0 },
    requestTimeout: timeoutMilliseconds,
  });
  const { brokers } = await withAdmin(kafka, (admin) => admin.describeCluster());
  if (brokers.length < count) {
    throw new Error(`it knows ${brokers.length} of ${count} brokers`);
  }
}

async function askPage({ connection, path }: KafkaUiAccess): Promise<void> {
  const http = await openHttp(connection, path);
  const { status } = await http.json<{ status: string }>("GET", "/actuator/health");
  if (status !== "UP") throw new Error(`it reports its status as ${status}`);
}

/** Asks with the command `srvr`, which a server without a majority refuses. */
async function askZooKeeper(connection: Connection): Promise<void> {
  const socket = await (await connector(connection))();
  try {
    socket.write("srvr");
    let answer = "";
    for await (const part of socket) answer += String(part);
    if (!/^Mode: /m.test(answer)) throw new Error(answer.trim() || "it closes the connection");
  } finally {
    socket.destroy();
  }
}

async function problem(
  name: string,
  connection: Connection,
  ask: (connection: Connection) => Promise<void>,
): Promise<string | undefined> {
  const tooLate = pause(timeoutMilliseconds, "it did not answer within 8 s", { ref: false });
  const answer = ask(connection).then(
    () => undefined,
    (error: unknown) => explain(error),
  );
  const reason = await Promise.race([tooLate, answer]);
  return reason === undefined ? undefined : `${name} at ${connection.addresses.join()}: ${reason}`;
}
