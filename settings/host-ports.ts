import type { Values } from "./schema";

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

/** The host ports that a configuration leads to, as far as its values are known; on Kubernetes none. */
export function hostPorts(values: Partial<PortValues>): HostPort[] {
  if (values.target === "kubernetes") return [];
  return [
    ...series("zookeeperPort", values.zookeeperPort, values.zookeepers),
    ...series("brokerPort", values.brokerPort, values.brokers),
    ...series("kafkaUiPort", values.kafkaUiPort, values.kafkaUi ? 1 : 0),
  ];
}

function series(path: string, first: number | undefined, count: number | undefined): HostPort[] {
  if (first === undefined || count === undefined) return [];
  return Array.from({ length: count }, (_, index) => ({ path, port: first + index }));
}
