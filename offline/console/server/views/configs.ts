import type { ConfigSource, TopicConfig } from "../contract";
import type { ConfigEntry } from "../kafka/configs";

// Indexed by the numbers of the protocol's DescribeConfigs: org.apache.kafka.clients.admin.ConfigEntry.ConfigSource.
const sources: readonly ConfigSource[] = [
  "UNKNOWN",
  "DYNAMIC_TOPIC_CONFIG",
  "DYNAMIC_BROKER_CONFIG",
  "DYNAMIC_DEFAULT_BROKER_CONFIG",
  "STATIC_BROKER_CONFIG",
  "DEFAULT_CONFIG",
  "DYNAMIC_BROKER_LOGGER_CONFIG",
];

/** The source of a setting's value, by Kafka's number for it. */
export function configSource(number: number): ConfigSource {
  return sources[number] ?? "UNKNOWN";
}

/** A setting in Kafka UI's shape. */
export function topicConfig(entry: ConfigEntry): TopicConfig {
  const synonyms = entry.configSynonyms.map((synonym) => ({
    name: synonym.configName,
    value: synonym.configValue,
    source: configSource(synonym.configSource),
  }));
  const fallback = synonyms.find(({ source }) => source !== "DYNAMIC_TOPIC_CONFIG");
  return {
    name: entry.configName,
    value: entry.configValue,
    ...(fallback && { defaultValue: fallback.value }),
    source: configSource(entry.configSource),
    isSensitive: entry.isSensitive,
    isReadOnly: entry.readOnly,
    synonyms,
  };
}
