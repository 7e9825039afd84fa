import { isEveryAddress, isLoopback } from "../../common/addresses";
import type { Problem } from "../problems";
import type { WellFormed } from ".";
import type { Target } from "../schema";

/** Rules for production about who can reach what a target opens. */
export type ExposureRule =
  | "listenersAreClosed"
  | "listenersAreLocal"
  | "externalListenersAreClosed"
  | "kafkaUiIsClosed"
  | "kafkaUiHasLogin";

type Find = (values: WellFormed) => Problem[];

const nothing: Find = () => [];

/** What each target opens, and what is wrong with that: a new target does not compile before it has an entry. */
const exposures: Readonly<Record<Target, Readonly<Record<ExposureRule, Find>>>> = {
  docker: {
    listenersAreClosed: ({ publishAddress = "" }) =>
      isEveryAddress(publishAddress)
        ? published(
            `is ${publishAddress}; anyone who reaches this machine can read and write everything: the brokers have no login`,
          )
        : [],
    listenersAreLocal: (values) =>
      isPublished(values) && !isEveryAddress(values.publishAddress)
        ? published(
            `is ${values.publishAddress}; anyone who reaches it can read and write everything: the brokers have no login`,
          )
        : [],
    externalListenersAreClosed: nothing,
    kafkaUiIsClosed: (values) =>
      isPublished(values) && asksNobody(values)
        ? [
            {
              path: "kafkaUiUser",
              message:
                `is empty, and publishAddress is ${values.publishAddress}; anyone who reaches Kafka UI there has full control of the ` +
                "cluster and, with v0.7.1, can run code in its container (CVE-2023-52251)",
            },
          ]
        : [],
    // If others can reach the page, the rule before this one says more.
    kafkaUiHasLogin: (values) =>
      asksNobody(values) && !isPublished(values)
        ? withoutLogin("anyone who reaches Kafka UI has full control of the cluster")
        : [],
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
              message: `is ${external}; anyone who reaches the brokers' ports can read and write everything`,
            },
          ],
    // Only a port-forward reaches the address on which it listens: see components/kafka-ui/kafka-ui.ts.
    kafkaUiIsClosed: nothing,
    kafkaUiHasLogin: (values) =>
      asksNobody(values)
        ? withoutLogin(
            "anyone who can forward ports of the namespace has full control of the cluster",
          )
        : [],
  },
};

/** What a rule finds for the chosen target; nothing if the target is not well formed. */
export function exposure(rule: ExposureRule): Find {
  return (values) => (values.target === undefined ? [] : exposures[values.target][rule](values));
}

/**
 * Warnings about what is open outside production. In production, rules of the same names report it with their own
 * severity.
 */
export const exposureAdvice: Readonly<Record<string, Find>> = Object.fromEntries(
  (
    [
      "listenersAreClosed",
      "listenersAreLocal",
      "externalListenersAreClosed",
      "kafkaUiIsClosed",
    ] as const
  ).map((rule) => [
    rule,
    (values: WellFormed) => (values.production === true ? [] : exposure(rule)(values)),
  ]),
);

function published(message: string): Problem[] {
  return [{ path: "publishAddress", message }];
}

function withoutLogin(who: string): Problem[] {
  return [{ path: "kafkaUiUser", message: `is empty; ${who}` }];
}

/** Whether other machines reach the ports. */
function isPublished(
  values: WellFormed,
): values is WellFormed & { readonly publishAddress: string } {
  return values.publishAddress !== undefined && !isLoopback(values.publishAddress);
}

function asksNobody({ kafkaUi, kafkaUiUser }: WellFormed): boolean {
  return kafkaUi === true && kafkaUiUser === "";
}
