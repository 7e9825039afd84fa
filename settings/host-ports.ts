import type { Target, Values } from "./schema";

/** A port that the platform takes on the Docker host. */
export interface HostPort {
  /** The configuration key that it follows from. */
  readonly path: string;
  readonly port: number;
}

type PortValues = Pick<
  Values,
  "target" | "zookeeperPort" | "zookeepers" | "brokerPort" | "brokers" | "kafkaUi" | "kafkaUiPort"
>;

/** What each target takes of the host's ports. */
const taken: Readonly<Record<Target, (values: Partial<PortValues>) => HostPort[]>> = {
  docker: (values) => [
    ...series("zookeeperPort", values.zookeeperPort, values.zookeepers),
    ...series("brokerPort", values.brokerPort, values.brokers),
    ...series("kafkaUiPort", values.kafkaUiPort, values.kafkaUi ? 1 : 0),
  ],
  kubernetes: () => [],
};

/** The host ports that a configuration leads to, as far as its values are known: those on Docker where the target is not. */
export function hostPorts(values: Partial<PortValues>): HostPort[] {
  return taken[values.target ?? "docker"](values);
}

function series(path: string, first: number | undefined, count: number | undefined): HostPort[] {
  if (first === undefined || count === undefined) return [];
  return Array.from({ length: count }, (_, index) => ({ path, port: first + index }));
}
