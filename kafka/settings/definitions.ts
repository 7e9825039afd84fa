import kafka from "./kafka.json";

/** What Kafka's own classes say about a setting. */
export interface Definition {
  readonly type:
    "boolean" | "class" | "double" | "int" | "list" | "long" | "password" | "short" | "string";
  /** Absent: none, or another setting's value. */
  readonly default?: string;
  /** Bounds of a number, both included. Absent: those of its type. */
  readonly least?: string;
  readonly most?: string;
  /** The only allowed values; for a list, those of its elements. */
  readonly values?: readonly string[];
  /** Kafka's class that checks the value, if the other fields do not express its demands. */
  readonly validator?: string;
  /** Whether brokers read it but never report it. Default: false. */
  readonly internal?: boolean;
}

/** A broker setting from which a topic setting takes its value, times a factor for another unit. */
interface BrokerDefault {
  readonly name: string;
  readonly factor?: string;
}

// Maps, not objects, because the names to look up come from a configuration.
const byName = <Value>(record: object) =>
  new Map(Object.entries(record)) as ReadonlyMap<string, Value>;

/** Every setting of a broker of Kafka 3.5, by name; `make kafka-settings` generates them from Kafka's classes. */
export const brokerDefinitions = byName<Definition>(kafka.broker);

/** Every setting of a topic of Kafka 3.5, by name. */
export const topicDefinitions = byName<Definition>(kafka.topic);

/** The broker settings from which an unset topic setting takes its value: the first that is set counts. */
export const brokerDefaultsOfTopics = byName<readonly BrokerDefault[]>(kafka.brokerDefaults);

/** Names of the versions of the protocol between brokers. */
export const protocolVersions: readonly string[] = kafka.protocolVersions;
