import { unreachable } from "../common/unreachable";
import type { Connection } from "../targets/connection";

/** Where a broker keeps the id of its cluster, next to the logs: it writes it before it listens. */
const metaFile = "/var/lib/kafka/data/meta.properties";

/** The id of the cluster that the brokers' own files name; undefined as long as there is none. */
export type OwnClusterId = () => Promise<string | undefined>;

/**
 * How to ask the brokers' containers which cluster is theirs: at an address, anything may answer. Undefined if a
 * connection can only reach the broker itself, as through the API server of a Kubernetes cluster.
 *
 * @param instances Ids of the brokers' containers.
 */
export function ownClusterId(
  connection: Connection,
  instances: readonly string[],
): OwnClusterId | undefined {
  switch (connection.via) {
    case "direct":
      return () => askContainers(instances);
    case "kubernetes":
      return undefined;
    default:
      return unreachable(connection);
  }
}

async function askContainers(instances: readonly string[]): Promise<string | undefined> {
  // Most calls of the provider need no engine, and its client takes longer to load than they take.
  const { readContainerFile } = await import("../targets/docker/container-file");
  const files = await Promise.all(instances.map((each) => readContainerFile(each, metaFile)));
  const ids = files.flatMap((file) => /^cluster\.id=(.+)$/m.exec(file ?? "")?.[1] ?? []);
  return ids[0]?.trim();
}

/** The cluster that answers is not the platform's. */
export class ForeignCluster extends Error {
  constructor({ addresses }: Connection, answering: string, own: string) {
    super(
      `The cluster that answers at ${addresses.join(", ")} has the id ${answering}, but the one in this stack's containers has ` +
        `${own}: something else is at that address, or the ports were published on another machine. Free the address, or set ` +
        "brokerPort, publishAddress and advertisedHost so that this machine reaches the containers; with an engine on " +
        "another machine (DOCKER_HOST), both addresses are that machine's. No topic was touched.",
    );
  }
}
