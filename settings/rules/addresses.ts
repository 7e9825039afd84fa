import { canonical, isEveryAddress, isLoopback, meansItself } from "../../common/addresses";
import type { Problem } from "../problems";
import type { WellFormed } from ".";
import { brokerPlaceholder } from "../schema";

type Rule = (values: WellFormed) => Problem[];

/** Rules about the addresses that are advertised to clients, by name. */
export const addressRules = {
  openedBrokersAreFound: ({ target, external, advertisedHost }) =>
    target === "kubernetes" &&
    external !== undefined &&
    external !== "none" &&
    advertisedHost?.toLowerCase() === "localhost"
      ? [
          {
            path: "advertisedHost",
            message:
              `is ${advertisedHost}, but external is ${external}: every client would look for the brokers on its own machine; must be ` +
              `${opened[external]}, or 127.0.0.1 if the cluster and all clients are on this machine`,
          },
        ]
      : [],

  balancersAreTold: ({ target, external, brokers = 1, advertisedHost }) =>
    target === "kubernetes" &&
    external === "loadBalancer" &&
    brokers > 1 &&
    advertisedHost !== undefined &&
    !meansItself(advertisedHost) &&
    !advertisedHost.includes(brokerPlaceholder)
      ? [
          {
            path: "advertisedHost",
            message: `is ${advertisedHost} for each of the ${brokers} brokers, but each has its own load balancer and address; must contain ${brokerPlaceholder}, such as kafka-${brokerPlaceholder}.example.org`,
          },
        ]
      : [],

  advertisedHostIsPublished: ({ target, publishAddress, advertisedHost }) =>
    target === "docker" &&
    publishAddress !== undefined &&
    advertisedHost !== undefined &&
    meansItself(advertisedHost) &&
    !isEveryAddress(publishAddress) &&
    !loopbackOf(advertisedHost).includes(canonical(publishAddress))
      ? [
          {
            path: "advertisedHost",
            message: `is ${advertisedHost}, but publishAddress is ${publishAddress}, so nothing listens there; must be a name or an address that reaches ${publishAddress}`,
          },
        ]
      : [],
} as const satisfies Readonly<Record<string, Rule>>;

/** Warnings about what may be intended but usually is not, by name. */
export const addressAdvice = {
  advertisedHostIsReached: ({ target, publishAddress, advertisedHost }) =>
    target === "docker" &&
    publishAddress !== undefined &&
    isLoopback(publishAddress) &&
    advertisedHost !== undefined &&
    !meansItself(advertisedHost)
      ? [
          {
            path: "advertisedHost",
            message: `is ${advertisedHost}, but publishAddress is ${publishAddress}: other machines reach nothing there unless something else forwards the port`,
          },
        ]
      : [],
} as const satisfies Readonly<Record<string, Rule>>;

const opened = {
  nodePort: "a host that reaches any node of the cluster",
  loadBalancer: `the load balancers' host, such as kafka-${brokerPlaceholder}.example.org`,
} as const;

/** The addresses that a host leads to on a machine, if it means that machine itself. */
function loopbackOf(host: string): string[] {
  return host.toLowerCase() === "localhost" ? ["127.0.0.1", "::1"] : [canonical(host)];
}
