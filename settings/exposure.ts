import { isIP } from "node:net";
import type { Problem } from "./problems";
import type { WellFormed } from "./rules";
import type { Target } from "./schema";

/** Rules for production about who else reaches what a target opens. */
export type ExposureRule =
  "listenersAreClosed" | "listenersAreLocal" | "externalListenersAreClosed";

type Find = (values: WellFormed) => Problem[];

const nothing: Find = () => [];

/** What each target opens, and what is found wrong with that: a target more has to say it before it compiles. */
const exposures: Readonly<Record<Target, Readonly<Record<ExposureRule, Find>>>> = {
  docker: {
    listenersAreClosed: ({ publishAddress }) =>
      isEveryAddress(publishAddress)
        ? published(
            `is ${publishAddress}; whoever reaches this machine could read and write everything, as nobody is asked who they are`,
          )
        : [],
    listenersAreLocal: ({ publishAddress }) =>
      !isEveryAddress(publishAddress) && !isLoopback(publishAddress)
        ? published(
            `is ${publishAddress}; whoever reaches it can read and write everything, as nobody is asked who they are`,
          )
        : [],
    externalListenersAreClosed: nothing,
  },
  kubernetes: {
    listenersAreClosed: nothing,
    listenersAreLocal: nothing,
    externalListenersAreClosed: ({ external }) =>
      external === undefined || external === "none"
        ? []
        : [
            {
              path: "external",
              message: `is ${external}; whoever reaches the brokers' ports can read and write everything`,
            },
          ],
  },
};

/** What a rule finds of the target that is chosen; nothing where that is not well formed. */
export function exposure(rule: ExposureRule): Find {
  return (values) => (values.target === undefined ? [] : exposures[values.target][rule](values));
}

function published(message: string): Problem[] {
  return [{ path: "publishAddress", message }];
}

function isEveryAddress(address: string | undefined): boolean {
  return address !== undefined && isIP(address) !== 0 && /^[0:.]+$/.test(address);
}

function isLoopback(address: string | undefined): boolean {
  return address === undefined || /^(127\.|::1$|0*(:0*)*:0*1$)/.test(address);
}
