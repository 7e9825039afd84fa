import { setTimeout as pause } from "node:timers/promises";
import { interruptionOf, unlessAborted } from "../common/interruption";
import type { Connection } from "../targets/connection";
import { explain, openKafka, withAdmin } from "./connections/kafka";
import { ForeignCluster, type OwnClusterId } from "./own-cluster";

/** A cluster that answered. */
export interface ClusterDescription {
  readonly clusterId: string;
  /** Ids of the registered brokers, in order. */
  readonly brokerIds: number[];
}

/**
 * Waits until at least `brokers` brokers have registered and every address answers.
 *
 * @param timeoutSeconds Time to wait. Default: 180.
 * @param signal Ends the wait early. Default: nothing does.
 * @param ownId Returns the id that the cluster must have. Default: any cluster is accepted.
 * @throws Error that says what was seen last, when the time is up or the wait is ended, and at once if another
 *   cluster answers.
 */
export async function waitForCluster(
  connection: Connection,
  brokers: number,
  timeoutSeconds = 180,
  signal?: AbortSignal,
  ownId?: OwnClusterId,
): Promise<ClusterDescription> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let last = "no answer yet";
  for (;;) {
    const looking = look(connection, brokers, ownId).catch((error: unknown) =>
      error instanceof ForeignCluster ? error : explain(error),
    );
    const seen = await unlessAborted(looking, signal).catch(() => undefined);
    if (seen === undefined) {
      throw new Error(
        `The wait for the Kafka cluster at ${connection.addresses.join(", ")} was ${interruptionOf(signal)}: ${last}. ` +
          "What runs keeps running; `pulumi up` continues from there.",
      );
    }
    if (seen instanceof ForeignCluster) throw seen;
    if (typeof seen !== "string") return seen;
    last = seen;
    if (Date.now() > deadline) {
      throw new Error(
        `The Kafka cluster at ${connection.addresses.join(", ")} was not ready after ${timeoutSeconds} s: ${seen}. ` +
          "It may still be starting: after an unclean stop, a broker does not answer until it has recovered its " +
          "logs, and it is not stopped for that. In that case run `pulumi up` again with a higher " +
          "kafka-platform:startTimeoutSeconds. A broker that restarts repeatedly never becomes ready: its log says why.",
      );
    }
    await unlessAborted(pause(150), signal).catch(() => undefined);
  }
}

async function look(
  connection: Connection,
  brokers: number,
  ownId: OwnClusterId | undefined,
): Promise<ClusterDescription | string> {
  // Ask each broker separately: the one that answers may not be the one that other clients are sent to.
  const descriptions = await Promise.all(
    connection.addresses.map(async (address) =>
      withAdmin(
        await openKafka({ ...connection, addresses: [address] }, { retry: { retries: 0 } }),
        (admin) => admin.describeCluster(),
      ),
    ),
  );
  // A broker that has just started may know fewer brokers than the others, and answers later requests accordingly.
  const [fewest] = descriptions
    .map(({ brokers: known }) => known)
    .sort((a, b) => a.length - b.length);
  const brokerIds = fewest?.map(({ nodeId }) => nodeId).sort((a, b) => a - b) ?? [];
  const clusterIds = new Set(descriptions.map(({ clusterId }) => clusterId));
  if (clusterIds.size !== 1) {
    return `the addresses belong to different clusters: ${[...clusterIds].join(", ")}`;
  }
  const clusterId = descriptions[0]?.clusterId ?? "";
  if (ownId) {
    const own = await ownId();
    if (own === undefined) {
      return `the cluster ${clusterId} answers, but no broker in the containers has joined a cluster yet`;
    }
    if (own !== clusterId) throw new ForeignCluster(connection, clusterId, own);
  }
  if (brokerIds.length < brokers) {
    return `${brokerIds.length} of ${brokers} brokers have registered (${brokerIds.join(", ") || "none"})`;
  }
  return { clusterId, brokerIds };
}
