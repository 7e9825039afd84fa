import kafka from "./kafka.json";

/** What Kafka's own classes say of a setting. */
export interface Definition {
  readonly type:
    "boolean" | "class" | "double" | "int" | "list" | "long" | "password" | "short" | "string";
  /** Absent: none, or another setting's value. */
  readonly default?: string;
  /** Bounds of a number, both included. Absent: those of its type. */
  readonly least?: string;
  readonly most?: string;
  /** The only values; of a list, of its elements. */
  readonly values?: readonly string[];
  /** Kafka's class that checks the value, where the other fields do not say what it asks for. */
  readonly validator?: string;
  /** Whether brokers read it and tell nobody of it. Default: false. */
  readonly internal?: boolean;
}

/** A broker setting from which a topic setting takes its value, times a factor for another unit. */
interface BrokerDefault {
  readonly name: string;
  readonly factor?: string;
}

// Maps, because the names to look up come from a configuration.
const byName = <Value>(record: object) =>
  new Map(Object.entries(record)) as ReadonlyMap<string, Value>;

/** Every setting of a broker of Kafka 3.5, by name; `make kafka-settings` writes them down from Kafka's classes. */
export const brokerDefinitions = byName<Definition>(kafka.broker);

/** Every setting of a topic of Kafka 3.5, by name. */
export const topicDefinitions = byName<Definition>(kafka.topic);

/** Of which broker settings a topic setting that nobody sets has its value: of the first that is set. */
export const brokerDefaultsOfTopics = byName<readonly BrokerDefault[]>(kafka.brokerDefaults);

/** Names of the versions of the protocol between brokers. */
export const protocolVersions: readonly string[] = kafka.protocolVersions;
