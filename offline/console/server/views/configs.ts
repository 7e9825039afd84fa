import type { ConfigSource } from "../contract";

// By the numbers of the protocol's DescribeConfigs: org.apache.kafka.clients.admin.ConfigEntry.ConfigSource.
const sources: readonly ConfigSource[] = [
  "UNKNOWN",
  "DYNAMIC_TOPIC_CONFIG",
  "DYNAMIC_BROKER_CONFIG",
  "DYNAMIC_DEFAULT_BROKER_CONFIG",
  "STATIC_BROKER_CONFIG",
  "DEFAULT_CONFIG",
  "DYNAMIC_BROKER_LOGGER_CONFIG",
];

/** Where the value of a setting comes from, by Kafka's number for it. */
export function configSource(number: number): ConfigSource {
  return sources[number] ?? "UNKNOWN";
}
