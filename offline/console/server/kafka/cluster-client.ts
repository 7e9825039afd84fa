import {
  type Admin,
  Kafka,
  type KafkaConfig,
  logLevel,
  Partitioners,
  type Producer,
} from "kafkajs";
import { createErrorFromCode } from "kafkajs/src/protocol/error";
import type { ClusterConfiguration } from "../environment";
import { timeLeft, within } from "../deadline";
import { BrokerPool } from "./broker-pool";
import { brokerConnections } from "./kafkajs-internals";
import { allLogDirs, type TopicSizes } from "./log-dirs";
import type { Metadata, TopicMetadata } from "./metadata";
import { type OffsetQuery, type Offsets, readOffsets } from "./offsets";
import { NoAnswer, Questions } from "./questions";
import { TopicReader } from "./topic-reader";

/** The console's client for one cluster. It connects when first needed, and again when a connection breaks. */
export class ClusterClient {
  private readonly config: KafkaConfig & { readonly brokers: string[] };
  private readonly kafka: Kafka;
  private readonly pool: BrokerPool;
  /** The requests that lists and figures send to brokers. */
  readonly questions: Questions;
  private hasAnswered = false;
  private adminClient?: Promise<Admin> | undefined;
  private producerClient?: Promise<Producer> | undefined;

  constructor(configuration: ClusterConfiguration) {
    this.config = kafkaConfig(configuration);
    this.kafka = new Kafka(this.config);
    this.pool = new BrokerPool(this.config);
    this.questions = new Questions(this.pool);
  }

  /**
   * The cluster's metadata, at most a second old. Once the cluster has answered for the first time, a page waits for
   * it no longer than the page's own time limit.
   */
  async metadata(): Promise<Metadata> {
    const metadata = await within(this.pool.metadata(), this.hasAnswered ? timeLeft() : Infinity);
    if (!metadata) throw new NoAnswer();
    this.hasAnswered = true;
    return metadata;
  }

  /** Makes the next {@link metadata} ask the cluster, after a change. */
  forgetMetadata(): void {
    this.pool.forgetMetadata();
  }

  /**
   * The offsets that are available, with one request per broker. Partitions without a leader, or whose leader
   * does not answer in time, are left out. A topic that no longer exists has an empty map.
   */
  knownOffsets(
    topics: readonly TopicMetadata[],
    query: "earliest" | "latest",
  ): Promise<ReadonlyMap<string, Offsets>> {
    return readOffsets(
      topics,
      query,
      (leader, exchange) => this.questions.ask(leader, exchange),
      // The leader may have moved.
      () => this.forgetMetadata(),
    );
  }

  /** Offsets of all partitions with a leader, one request per broker for all topics. @throws Error if any fails */
  offsets(
    topics: readonly TopicMetadata[],
    query: OffsetQuery,
  ): Promise<ReadonlyMap<string, Offsets>> {
    return readOffsets(
      topics,
      query,
      (leader, exchange) =>
        this.pool.use(leader, ({ connectionPool }) => connectionPool.send(exchange)),
      (code) => {
        this.forgetMetadata();
        throw createErrorFromCode(code);
      },
    );
  }

  /** Reads a topic for one view, which closes it. */
  reader(topic: TopicMetadata): TopicReader {
    const edge = async (id: number, query: "earliest" | "latest") => {
      const partitions = topic.partitions.filter((each) => each.id === id);
      return (await this.offsets([{ ...topic, partitions }], query)).get(topic.name)?.get(id);
    };
    return new TopicReader(this, brokerConnections(this.config), topic.name, edge);
  }

  /** Sizes of the replicas on each broker, in bytes; a broker that does not answer is left out. */
  async sizes(): Promise<ReadonlyMap<number, TopicSizes>> {
    const { brokers } = await this.metadata();
    const sizes = await Promise.all(
      brokers.map(async ({ nodeId }): Promise<[number, TopicSizes][]> => {
        const each = await this.questions.ask(nodeId, allLogDirs());
        return each ? [[nodeId, each]] : [];
      }),
    );
    return new Map(sizes.flat());
  }

  /** A connected admin client of kafkajs. */
  admin(): Promise<Admin> {
    this.adminClient ??= connected(this.kafka.admin());
    this.adminClient.catch(() => (this.adminClient = undefined));
    return this.adminClient;
  }

  /** A connected producer of kafkajs that creates no topics. */
  producer(): Promise<Producer> {
    this.producerClient ??= connected(
      this.kafka.producer({
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
      }),
    );
    this.producerClient.catch(() => (this.producerClient = undefined));
    return this.producerClient;
  }

  /** Closes every connection. */
  async disconnect(): Promise<void> {
    const open = [this.adminClient, this.producerClient];
    await this.pool.disconnect();
    await Promise.allSettled(open.map(async (client) => (await client)?.disconnect()));
  }
}

function kafkaConfig({ bootstrapServers, tls, sasl }: ClusterConfiguration) {
  return {
    clientId: "kafka-console",
    brokers: [...bootstrapServers],
    connectionTimeout: 3000,
    requestTimeout: 15000,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 },
    logLevel: logLevel.NOTHING,
    ...(tls && {
      ssl: {
        ...(tls.ca !== undefined && { ca: tls.ca }),
        ...(!tls.checksHost && { checkServerIdentity: () => undefined }),
      },
    }),
    ...(sasl && { sasl }),
  } satisfies KafkaConfig;
}

async function connected<Client extends { connect(): Promise<void> }>(
  client: Client,
): Promise<Client> {
  await client.connect();
  return client;
}
