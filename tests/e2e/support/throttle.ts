import { setTimeout as pause } from "node:timers/promises";
import { ConfigResourceTypes } from "kafkajs";
import { openKafka, withAdmin } from "../../../kafka/connections/kafka";
import type { Connection } from "../../../targets/connection";

const rateSettings = ["leader.replication.throttled.rate", "follower.replication.throttled.rate"];
const listSettings = [
  "leader.replication.throttled.replicas",
  "follower.replication.throttled.replicas",
];

/** Which throttle of replication the brokers say that they have. */
export async function throttleNow(
  connection: Connection,
  topics: readonly string[],
): Promise<{ rates: string[]; topics: string[] }> {
  const kafka = await openKafka(connection, { retry: { retries: 0 } });
  return withAdmin(kafka, async (admin) => {
    const { brokers } = await admin.describeCluster();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [
        ...brokers.map(({ nodeId }) => ({
          type: ConfigResourceTypes.BROKER,
          name: String(nodeId),
          configNames: rateSettings,
        })),
        ...topics.map((name) => ({
          type: ConfigResourceTypes.TOPIC,
          name,
          configNames: listSettings,
        })),
      ],
    });
    const set = resources.flatMap(({ resourceName, configEntries }) =>
      configEntries
        .filter(({ configValue }) => configValue)
        .map(({ configName, configValue }) => ({ resourceName, configName, configValue })),
    );
    const rates = set.filter(({ configName }) => configName.endsWith(".rate"));
    const lists = set.filter(({ configName }) => configName.endsWith(".replicas"));
    return {
      rates: rates.map(({ configValue }) => configValue),
      topics: lists.map(({ resourceName }) => resourceName),
    };
  });
}

/** Looks at the throttle again and again until it is told to end; returns all that it has seen. */
export function watchThrottle(connection: Connection, topics: readonly string[]) {
  const seen = { rates: new Set<string>(), topics: new Set<string>() };
  let isEnded = false;
  const watching = (async () => {
    while (!isEnded) {
      // Brokers come and go meanwhile.
      const now = await throttleNow(connection, topics).catch(() => undefined);
      now?.rates.forEach((rate) => seen.rates.add(rate));
      now?.topics.forEach((topic) => seen.topics.add(topic));
      await pause(100);
    }
  })();
  return {
    end: async () => {
      isEnded = true;
      await watching;
      return seen;
    },
  };
}
