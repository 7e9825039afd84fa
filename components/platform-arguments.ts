import { z } from "zod";
import { complete, serverFields, type ServerOptions, wholeNumber } from "./arguments";
import { type BrokersOptions, ownBrokersOptions } from "./brokers/arguments";
import { kafkaUiOptions, type KafkaUiOptions } from "./kafka-ui/arguments";
import {
  declarations,
  managedTopicsFields,
  type ManagedTopicsOptions,
  replicasFit,
} from "./topics-arguments";
import { ownZooKeeperOptions, type ZooKeeperOptions } from "./zookeeper/arguments";

/**
 * What can be chosen about {@link KafkaPlatform}. What is chosen about data holds for ZooKeeper and the brokers: they
 * must agree on the cluster's id, so the data of one is worth nothing without the other's.
 */
export interface KafkaPlatformOptions extends ManagedTopicsOptions, ServerOptions {
  readonly zooKeeper?: Omit<ZooKeeperOptions, keyof ServerOptions> | undefined;
  readonly brokers?: Omit<BrokersOptions, keyof ServerOptions> | undefined;
  /** Kafka UI; false leaves it out. Default: with its defaults. */
  readonly kafkaUi?: KafkaUiOptions | false | undefined;
  /** The smoke test; false leaves it out. Default: 1000 messages. */
  readonly smokeTest?: { readonly messages?: number | undefined } | false | undefined;
}

/**
 * Completes a platform's options with their defaults.
 *
 * @param name Name of the platform, for the message.
 * @throws pulumi.RunError that lists every problem with its place.
 */
export function completePlatform(options: KafkaPlatformOptions, name: string) {
  const { topics, ...chosen } = complete(schemaFor(options), options, `KafkaPlatform ${name}`);
  return { ...chosen, topics: declarations(topics, chosen.brokers.replicas) };
}

/** A platform's options, with every default. */
export type PlatformSpec = ReturnType<typeof completePlatform>;

/** A union with false would not say which field of an object is wrong. */
function schemaFor({ kafkaUi, smokeTest }: KafkaPlatformOptions) {
  const noService = z.literal(false).transform(() => undefined);
  return z
    .strictObject({
      zooKeeper: ownZooKeeperOptions.prefault({}),
      brokers: ownBrokersOptions.prefault({}),
      kafkaUi: kafkaUi === false ? noService : kafkaUiOptions.prefault({}),
      smokeTest: smokeTest === false ? noService : smokeTestOptions.prefault({}),
      ...managedTopicsFields,
      ...serverFields,
    })
    .superRefine(({ topics, brokers }, context) => replicasFit(topics, brokers.replicas, context));
}

const smokeTestOptions = z.strictObject({ messages: wholeNumber(1, 100_000).default(1000) });
