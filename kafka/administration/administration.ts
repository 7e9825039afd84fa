import { type Admin, ConfigResourceTypes, type KafkaConfig } from "kafkajs";
import createAdmin from "kafkajs/src/admin";
import Cluster from "kafkajs/src/cluster";
import { createLogger } from "kafkajs/src/loggers";
import createSocketFactory from "kafkajs/src/network/socketFactory";
import { createErrorFromCode } from "kafkajs/src/protocol/error";
import { unlessAborted } from "../../common/interruption";
import type { Connection } from "../../targets/connection";
import { kafkaConfig } from "../connections/kafka";
import { describeLogDirs, type ReplicaSize, type TopicPartitions } from "./describe-log-dirs";
import type { Exchange } from "./exchange";
import {
  type ConfigAnswer,
  type ConfigChange,
  incrementalAlterConfigs,
} from "./incremental-alter-configs";

/** The admin client of kafkajs, with what kafkajs cannot do added over the same connections. */
export interface Administration extends Admin {
  /**
   * Changes single settings and leaves all others as they are, which kafkajs' alterConfigs does not. Changes
   * of brokers are sent to each of them.
   *
   * @returns Why changes failed, by the name of the topic or broker; all other changes are made.
   */
  changeConfigs(changes: readonly ConfigChange[]): Promise<Map<string, Error>>;
  /** The racks of the registered brokers that have one, by id. */
  brokerRacks(): Promise<Map<number, string>>;
  /** The size of a broker's replicas of these partitions. */
  replicaSizes(brokerId: number, topics: readonly TopicPartitions[]): Promise<ReplicaSize[]>;
}

/**
 * Runs `use` with a connected client and disconnects it afterwards.
 *
 * @param signal Once it is aborted, every request under way and every later one fails with its reason. The brokers
 *   may still do what they were asked.
 */
export async function withAdministration<Result>(
  connection: Connection,
  use: (administration: Administration) => Promise<Result>,
  { signal, ...config }: Partial<KafkaConfig> & { readonly signal?: AbortSignal } = {},
): Promise<Result> {
  const client = await open(connection, config);
  const administration = signal ? interruptible(client, signal) : client;
  try {
    await administration.connect();
    return await use(administration);
  } finally {
    const disconnected = client.disconnect();
    // This waits for the responses to the requests under way.
    if (signal?.aborted) disconnected.catch(() => undefined);
    else await disconnected;
  }
}

function interruptible(client: Administration, signal: AbortSignal): Administration {
  return new Proxy(client, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => {
        signal.throwIfAborted();
        const answer: unknown = Reflect.apply(method, target, args);
        return answer instanceof Promise ? unlessAborted(answer, signal) : answer;
      };
    },
  });
}

async function open(
  connection: Connection,
  changes: Partial<KafkaConfig>,
): Promise<Administration> {
  const config = await kafkaConfig(connection, changes);
  const logger = createLogger({ logCreator: () => () => undefined });
  const cluster = new Cluster({
    socketFactory: createSocketFactory(),
    ...config,
    enforceRequestTimeout: true,
    allowAutoTopicCreation: false,
    logger,
  });
  const send = async <Response>(exchange: Exchange<Response>, brokerId?: string) => {
    await cluster.refreshMetadata();
    const broker =
      brokerId === undefined
        ? await cluster.findControllerBroker()
        : await cluster.findBroker({ nodeId: brokerId });
    return (await broker.connectionPool.send(exchange)) as Response;
  };
  return Object.assign(createAdmin({ logger, retry: config.retry, cluster }), {
    async changeConfigs(changes: readonly ConfigChange[]) {
      const brokers = changes.filter(({ type }) => type === ConfigResourceTypes.BROKER);
      const others = changes.filter(({ type }) => type !== ConfigResourceTypes.BROKER);
      const answers: ConfigAnswer[] = [];
      if (others.length > 0) answers.push(...(await send(incrementalAlterConfigs(others))));
      for (const change of brokers) {
        answers.push(...(await send(incrementalAlterConfigs([change]), change.name)));
      }
      return new Map(
        answers
          .filter(({ errorCode }) => errorCode !== 0)
          .map((each) => [each.name, errorOf(each)]),
      );
    },
    async brokerRacks() {
      const { brokers } = await cluster.metadata();
      return new Map(brokers.flatMap(({ nodeId, rack }) => (rack ? [[nodeId, rack]] : [])));
    },
    replicaSizes: (brokerId: number, topics: readonly TopicPartitions[]) =>
      send(describeLogDirs(topics), String(brokerId)),
  } satisfies Partial<Administration>);
}

/** The kafkajs error for a code, with the broker's message if there is one. */
function errorOf({ errorCode, errorMessage }: ConfigAnswer): Error {
  const error = createErrorFromCode(errorCode);
  return errorMessage ? Object.assign(error, { message: errorMessage }) : error;
}
