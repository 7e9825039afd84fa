import { isEveryAddress, isLoopback } from "../addresses";
import type { Problem } from "./problems";
import type { WellFormed } from "./rules";
import type { Target } from "./schema";

/** Rules for production about who else reaches what a target opens. */
export type ExposureRule =
  | "listenersAreClosed"
  | "listenersAreLocal"
  | "externalListenersAreClosed"
  | "kafkaUiIsClosed"
  | "kafkaUiHasLogin";

type Find = (values: WellFormed) => Problem[];

const nothing: Find = () => [];

/** What each target opens, and what is found wrong with that: a target more has to say it before it compiles. */
const exposures: Readonly<Record<Target, Readonly<Record<ExposureRule, Find>>>> = {
  docker: {
    listenersAreClosed: ({ publishAddress = "" }) =>
      isEveryAddress(publishAddress)
        ? published(
            `is ${publishAddress}; whoever reaches this machine could read and write everything, as nobody is asked who they are`,
          )
        : [],
    listenersAreLocal: (values) =>
      isPublished(values) && !isEveryAddress(values.publishAddress)
        ? published(
            `is ${values.publishAddress}; whoever reaches it can read and write everything, as nobody is asked who they are`,
          )
        : [],
    externalListenersAreClosed: nothing,
    kafkaUiIsClosed: (values) =>
      isPublished(values) && asksNobody(values)
        ? [
            {
              path: "kafkaUiUser",
              message:
                `is empty, and publishAddress is ${values.publishAddress}; whoever reaches Kafka UI there may do everything with the ` +
                "cluster and, with v0.7.1, run code in its container (CVE-2023-52251)",
            },
          ]
        : [],
    // Of a page that others reach, the rule before says more.
    kafkaUiHasLogin: (values) =>
      asksNobody(values) && !isPublished(values)
        ? withoutLogin("whoever reaches Kafka UI may do everything with the cluster")
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
              message: `is ${external}; whoever reaches the brokers' ports can read and write everything`,
            },
          ],
    // It listens where nobody but a port-forward gets: see components/kafka-ui.ts.
    kafkaUiIsClosed: nothing,
    kafkaUiHasLogin: (values) =>
      asksNobody(values)
        ? withoutLogin(
            "whoever may forward ports of the namespace may do everything with the cluster",
          )
        : [],
  },
};

/** What a rule finds of the target that is chosen; nothing where that is not well formed. */
export function exposure(rule: ExposureRule): Find {
  return (values) => (values.target === undefined ? [] : exposures[values.target][rule](values));
}

/** What is said of what is open outside production, where rules of the same names say it with their own weight. */
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
