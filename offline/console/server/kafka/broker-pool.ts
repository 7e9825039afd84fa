import type { KafkaConfig } from "kafkajs";
import { brokerConnections, type BrokerConnection } from "./kafkajs-internals";
import { allTopics, type Metadata } from "./metadata";

type NodeId = number | "bootstrap";

const metadataAgeMilliseconds = 1000;

/** Connections to the brokers of a cluster, and the metadata that says where they are. */
export class BrokerPool {
  private readonly connect: ReturnType<typeof brokerConnections>;
  private readonly brokers = new Map<NodeId, Promise<BrokerConnection>>();
  private known?: { readonly at: number; readonly metadata: Promise<Metadata> } | undefined;

  constructor(private readonly config: KafkaConfig & { readonly brokers: string[] }) {
    this.connect = brokerConnections(config);
  }

  /** The cluster's metadata, at most a second old. */
  metadata(): Promise<Metadata> {
    if (!this.known || Date.now() - this.known.at > metadataAgeMilliseconds) {
      const metadata = this.use("bootstrap", ({ connectionPool }) =>
        connectionPool.send(allTopics()),
      );
      this.known = { at: Date.now(), metadata };
      metadata.catch(() => this.forgetMetadata());
    }
    return this.known.metadata;
  }

  /** Has the next {@link metadata} ask the cluster, after something was changed. */
  forgetMetadata(): void {
    this.known = undefined;
  }

  /** Does something with a connection to a broker; one that turns out to be broken is dropped. */
  async use<Result>(
    nodeId: NodeId,
    work: (broker: BrokerConnection) => Promise<Result>,
  ): Promise<Result> {
    const known = this.brokers.get(nodeId);
    const isUsable = await known?.then((broker) => broker.isConnected()).catch(() => false);
    const broker = known && isUsable ? known : this.open(nodeId);
    try {
      return await work(await broker);
    } catch (error) {
      if (isConnectionProblem(error) && this.brokers.get(nodeId) === broker) {
        this.brokers.delete(nodeId);
        void broker.then((each) => each.disconnect()).catch(() => undefined);
      }
      this.forgetMetadata();
      throw error;
    }
  }

  /** Closes every connection. */
  async disconnect(): Promise<void> {
    const open = [...this.brokers.values()];
    this.brokers.clear();
    await Promise.allSettled(open.map(async (broker) => (await broker).disconnect()));
  }

  private open(nodeId: NodeId): Promise<BrokerConnection> {
    const opened = nodeId === "bootstrap" ? this.openAny() : this.openBroker(nodeId);
    this.brokers.set(nodeId, opened);
    opened.catch(() => this.brokers.delete(nodeId));
    return opened;
  }

  private async openBroker(nodeId: number): Promise<BrokerConnection> {
    const broker = (await this.metadata()).brokers.find((each) => each.nodeId === nodeId);
    if (!broker) throw new UnknownBroker(nodeId);
    return this.connect(broker);
  }

  /** Any of the bootstrap servers: each is tried once. */
  private async openAny(): Promise<BrokerConnection> {
    const last = this.config.brokers.length - 1;
    for (let tried = 0; tried < last; tried += 1) {
      const broker = await this.connect().catch(() => undefined);
      if (broker) return broker;
    }
    return this.connect();
  }
}

class UnknownBroker extends Error {
  override readonly name = "KafkaJSBrokerNotFound";

  constructor(nodeId: number) {
    super(nodeId < 0 ? "the partition has no leader now" : `broker ${nodeId} is not there`);
  }
}

/** Whether an error is about the way to a broker rather than what it answered. */
export function isConnectionProblem(error: unknown): boolean {
  return /Connection|Timeout/.test((error as Error | undefined)?.name ?? "");
}
