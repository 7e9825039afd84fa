import type { Target, Values } from "./schema";
import { replicasOf, type Service, services } from "./services";

/** A port that the platform takes on the machine of its users. */
export interface HostPort {
  /** The configuration key that it follows from. */
  readonly path: PortKey;
  /** Host name of the workload that has it. */
  readonly host: string;
  readonly port: number;
  /** Index of the server, among those of its kind, that has it, from 0. */
  readonly replica: number;
}

/** The configuration keys of ports. */
export type PortKey = Service["port"];

type PortValues = Pick<Values, "target" | "external" | Service["count" | "port"]>;

/** The host ports that each target takes: Docker publishes them, `make connect` opens those of Kubernetes. */
const taken: Readonly<Record<Target, (values: Partial<PortValues>) => HostPort[]>> = {
  docker: allPorts,
  kubernetes: (values) =>
    allPorts(values).filter(({ path }) => path !== "brokerPort" || values.external === "none"),
};

/**
 * The host ports that a configuration leads to, as far as its values are known; if the target is not, those on Docker.
 */
export function hostPorts(values: Partial<PortValues>): HostPort[] {
  return taken[values.target ?? "docker"](values).filter(({ port }) => port <= highestPort);
}

/** The highest number of a TCP port. */
export const highestPort = 65535;

/** The ports of every server, on any machine, whether or not such a port can exist. */
export function allPorts(values: Partial<PortValues>): HostPort[] {
  return services.flatMap((service) => series(service, values));
}

function series(service: Service, values: Partial<PortValues>): HostPort[] {
  const { host, port: path } = service;
  const [first, length] = [values[path], replicasOf(service, values)];
  if (first === undefined || length === undefined) return [];
  return Array.from({ length }, (_, replica) => ({ path, host, port: first + replica, replica }));
}
