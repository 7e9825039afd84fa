import { isLoopback, meansItself } from "../../common/addresses";
import type { Problem } from "../problems";
import type { Values } from "../schema";

/** An engine on another machine. */
export interface RemoteEngine {
  /** DOCKER_HOST. */
  readonly address: string | undefined;
  /** The machine that it names. */
  readonly machine: string;
}

/**
 * Finds what cannot work with an engine on another machine: the ports are published on that machine, and anything that
 * answers on this machine's ports is something else.
 */
export function engineProblems(
  { publishAddress, advertisedHost }: Pick<Values, "publishAddress" | "advertisedHost">,
  { address, machine }: RemoteEngine,
): Problem[] {
  return [
    ...(isLoopback(publishAddress)
      ? [
          {
            path: "publishAddress",
            message: `is ${publishAddress}, but DOCKER_HOST is ${address}: the ports would be open only on the loopback address of ${machine}; must be an address of ${machine} that this machine and all clients reach, or 0.0.0.0 for all of its addresses`,
          },
        ]
      : []),
    ...(meansItself(advertisedHost)
      ? [
          {
            path: "advertisedHost",
            message: `is ${advertisedHost}, but DOCKER_HOST is ${address}: this machine and every client would each look for the brokers on itself; must be a name or an address that reaches ${machine}`,
          },
        ]
      : []),
  ];
}
