import { defaultInSyncReplicas } from "../../kafka/topics/declaration";
import { excerpt } from "../../common/excerpt";
import { automaticTopics } from "./automatic-topics";
import { exposure } from "./exposure";
import type { Problem } from "../problems";
import { replicasOf, services } from "../services";
import type { WellFormed } from ".";

/** A rule about what is dangerous in production. It reports nothing if a value that it needs is not well formed. */
export interface ProductionRule {
  /** Whether the stack is refused, or deployed with a warning. */
  readonly severity: "refused" | "warned";
  readonly find: (values: WellFormed, stack: string) => Problem[];
}

/** The rules that a stack with `production: true` must meet, by name. */
export const productionRules: Readonly<Record<string, ProductionRule>> = {
  severalBrokers: {
    severity: "refused",
    find: ({ brokers }) =>
      found(
        brokers === 1,
        "brokers",
        "is 1; every restart is an outage, and a lost disk means lost data",
      ),
  },
  threeBrokers: {
    severity: "warned",
    find: ({ brokers }) =>
      found(
        brokers === 2,
        "brokers",
        "is 2; what only one of them has acknowledged is lost with it. Three are safe",
      ),
  },
  severalZooKeepers: {
    severity: "warned",
    find: ({ zookeepers }) =>
      found(zookeepers === 1, "zookeepers", "is 1; while it is down, no broker can restart"),
  },
  topicsAreReplicated: {
    severity: "refused",
    find: ({ topics, brokers = 1 }) =>
      topics.flatMap(({ name = "the topic", replicationFactor, saidBy, where }) => {
        const which = saidBy("replicationFactor") === "topic" ? name : "a topic that sets no other";
        return found(
          brokers > 1 && replicationFactor === 1,
          where("replicationFactor"),
          `is 1; ${which} is lost with the only broker that has it`,
        );
      }),
  },
  acknowledgedTwice: {
    severity: "warned",
    find: ({ topics, brokers = 1, brokerSettings = {} }) => {
      const key = "min.insync.replicas";
      const usual = Number(brokerSettings[key] ?? defaultInSyncReplicas(brokers));
      const message = "is 1; what a single broker has acknowledged is lost with it";
      return [
        ...found(brokers > 2 && usual === 1, `brokerSettings["${key}"]`, message),
        // For a topic with one replica, topicsAreReplicated reports this.
        ...topics.flatMap(({ config, replicationFactor, where }) =>
          found(
            replicationFactor !== 1 && Number(config[key]) === 1,
            where("config", key),
            message,
          ),
        ),
      ];
    },
  },
  topicsAreNotCreatedAutomatically: { severity: "refused", find: automaticTopics },
  dataIsRetained: {
    severity: "refused",
    find: ({ retainData, destroyData }, stack) =>
      found(
        retainData === false && !mayDestroyData({ destroyData }, stack),
        "retainData",
        `is false; destroy would remove the data. If that is intended, set destroyData to the stack's name, ${stack}`,
      ),
  },
  listenersAreClosed: { severity: "refused", find: exposure("listenersAreClosed") },
  listenersAreLocal: { severity: "warned", find: exposure("listenersAreLocal") },
  externalListenersAreClosed: { severity: "warned", find: exposure("externalListenersAreClosed") },
  imagesArePinned: {
    severity: "refused",
    find: (values) =>
      services
        .filter((service) => replicasOf(service, values) !== 0)
        .flatMap(({ image: key }) =>
          found(
            isUnpinned(values[key]),
            key,
            `is ${excerpt(values[key])}; the image behind it can change. Set a version or a digest`,
          ),
        ),
  },
  kafkaUiIsClosed: { severity: "refused", find: exposure("kafkaUiIsClosed") },
  kafkaUiHasLogin: { severity: "warned", find: exposure("kafkaUiHasLogin") },
  smokeTestRuns: {
    severity: "warned",
    find: ({ smokeTest }) =>
      found(smokeTest === false, "smokeTest", "is false; no up proves that the platform works"),
  },
};

/** Whether the configuration says explicitly that this stack's data may be destroyed. */
export function mayDestroyData(
  { destroyData }: Pick<WellFormed, "destroyData">,
  stack: string,
): boolean {
  return destroyData !== undefined && destroyData !== "" && destroyData === stack;
}

function found(isFound: boolean, path: string, message: string): Problem[] {
  return isFound ? [{ path, message }] : [];
}

function isUnpinned(image: string | undefined): boolean {
  if (image === undefined || image.includes("@sha256:")) return false;
  const [, tag] = /:([^/:]+)$/.exec(image) ?? [];
  return tag === undefined || tag === "latest";
}
