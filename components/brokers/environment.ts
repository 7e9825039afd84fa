import { brokerDefaults } from "../../kafka/settings/broker-defaults";
import type { Replica } from "../../targets/target";
import { heapOptions } from "../confluent-images";

/** Port of the listener for other brokers and for clients inside the target. */
export const internalPort = 9092;

/** What a broker's environment is derived from. */
export interface BrokerEnvironmentArgs {
  /** Number of brokers. */
  readonly replicas: number;
  readonly zooKeeperConnect: string;
  /** Java heap in MiB; 0 leaves it to the image. */
  readonly heapMiB: number;
  /** Further broker settings by their Kafka names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The environment variables of one broker, as the Confluent image names them. */
export function brokerEnvironment(
  replica: Replica,
  args: BrokerEnvironmentArgs,
): Record<string, string> {
  const outside = replica.outside("external");
  return {
    KAFKA_BROKER_ID: replica.number,
    KAFKA_ZOOKEEPER_CONNECT: args.zooKeeperConnect,
    // They start together, and the image of one may take longer to pull. By default the broker ends after 40 seconds,
    // and is started again later and later on Kubernetes.
    KAFKA_CUB_ZK_TIMEOUT: "600",
    KAFKA_ADVERTISED_LISTENERS: [
      `PLAINTEXT://${replica.host}:${internalPort}`,
      ...(outside === undefined ? [] : [`PLAINTEXT_HOST://${outside}`]),
    ].join(","),
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT",
    KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT",
    // Kafka then places the replicas of a partition in different zones. brokerSettings may say otherwise.
    ...(replica.zone !== undefined && { KAFKA_BROKER_RACK: replica.zone }),
    ...settingVariables(brokerDefaults(args.replicas)),
    ...heapOptions(args.heapMiB),
    ...settingVariables(args.settings),
  };
}

function settingVariables(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [settingVariable(name), value]),
  );
}

/**
 * The environment variable of a broker setting in the Confluent images: '.' becomes '_', '_' is
 * doubled and '-' becomes three '_'.
 */
export function settingVariable(setting: string): string {
  const name = setting.replaceAll("_", "__").replaceAll("-", "___").replaceAll(".", "_");
  return `KAFKA_${name.toUpperCase()}`;
}
