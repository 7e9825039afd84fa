import { internalPort } from "../../components/brokers/environment";
import { allPorts, highestPort, hostPorts } from "../host-ports";
import type { Problem } from "../problems";
import type { WellFormed } from ".";
import type { Target } from "../schema";
import { services } from "../services";

type Rule = (values: WellFormed) => Problem[];

/** How a conflict names the machine's port, depending on the target. */
const uses: Readonly<Record<Target, (port: number) => string>> = {
  docker: (port) => `uses host port ${port}`,
  kubernetes: (port) => `uses port ${port} of a machine that runs \`make connect\``,
};

/** Rules about ports, by name. */
export const portRules = {
  portsExist: (values) => {
    return services.flatMap(({ port: path, count }) => {
      const beyond = allPorts(values).find((each) => each.path === path && each.port > highestPort);
      return beyond
        ? [
            {
              path,
              message: `results in port ${beyond.port}, as each of the ${values[count]} ${count} uses the next port; must be at most ${highestPort + 1 - Number(values[count] ?? 1)}`,
            },
          ]
        : [];
    });
  },

  hostPortsAreDistinct: (values) => {
    const users = new Map<number, string>();
    return hostPorts(values).flatMap(({ path, port }) => {
      const other = users.get(port);
      users.set(port, other ?? path);
      return other === undefined
        ? []
        : [
            {
              path,
              message: `${uses[values.target ?? "docker"](port)}, which ${other} also uses; choose another port`,
            },
          ];
    });
  },

  // On every target, a broker listens on the port that is advertised to clients outside.
  brokerPortIsNotInternal: (values) =>
    allPorts(values).some(({ path, port }) => path === "brokerPort" && port === internalPort)
      ? [
          {
            path: "brokerPort",
            message: `results in port ${internalPort}, on which every broker already listens for the others; must be above ${internalPort}, or at most ${internalPort - (values.brokers ?? 1)}`,
          },
        ]
      : [],

  nodePortIsChosen: (values) =>
    isNodePort(values) && values.brokerPort === defaultPort
      ? [
          {
            path: "brokerPort",
            message: `is ${defaultPort}, its default, but external is nodePort; must be a node port for the first broker, usually from ${nodePorts.first} to ${nodePorts.last + 1 - (values.brokers ?? 1)} (the cluster's --service-node-port-range)`,
          },
        ]
      : [],
} as const satisfies Readonly<Record<string, Rule>>;

/** Warnings about what may be intended but usually is not, by name. */
export const portAdvice = {
  // A cluster does not reveal its range: not even a dry run of a Service is checked against it.
  nodePortsAreUsual: (values) => {
    const unusual = allPorts(values).find(
      ({ path, port }) =>
        path === "brokerPort" && (port < nodePorts.first || port > nodePorts.last),
    );
    return isNodePort(values) && unusual && values.brokerPort !== defaultPort
      ? [
          {
            path: "brokerPort",
            message: `results in node port ${unusual.port}; the cluster refuses it unless its --service-node-port-range is not ${nodePorts.first}-${nodePorts.last}`,
          },
        ]
      : [];
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** The default range of node ports (kube-apiserver, `--service-node-port-range`). */
const nodePorts = { first: 30000, last: 32767 };
/** The default, which nobody has chosen as a node port: a cluster whose range includes it has other node ports, too. */
const defaultPort = 29092;

function isNodePort({ target, external }: WellFormed): boolean {
  return target === "kubernetes" && external === "nodePort";
}
