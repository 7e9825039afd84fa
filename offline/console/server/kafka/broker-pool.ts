import type { KafkaConfig } from "kafkajs";
import { brokerConnections, type BrokerConnection } from "./kafkajs-internals";
import { firstAnswer } from "./first-answer";
import { allTopics, type Metadata } from "./metadata";

/** A broker's id, or `host:port` if the id does not matter. */
type NodeId = number | string;

interface Entry {
  readonly opened: Promise<BrokerConnection>;
  /** Set once the connection is open. */
  broker?: BrokerConnection;
}

const metadataAgeMilliseconds = 1000;

/** Connections to the brokers of a cluster, and the metadata with their addresses. */
export class BrokerPool {
  private readonly connect: ReturnType<typeof brokerConnections>;
  private readonly brokers = new Map<NodeId, Entry>();
  /** Addresses of all brokers in the latest metadata, and the address that it came from. */
  private learnt: readonly string[] = [];
  private answered?: string;
  private known?: { readonly at: number; readonly metadata: Promise<Metadata> } | undefined;

  constructor(private readonly config: KafkaConfig & { readonly brokers: string[] }) {
    this.connect = brokerConnections(config);
  }

  /** The cluster's metadata, at most a second old. */
  metadata(): Promise<Metadata> {
    if (!this.known || Date.now() - this.known.at > metadataAgeMilliseconds) {
      const metadata = firstAnswer(this.addresses(), (address) => this.askForMetadata(address));
      this.known = { at: Date.now(), metadata };
      metadata.catch(() => this.forgetMetadata());
    }
    return this.known.metadata;
  }

  /** Makes the next {@link metadata} ask the cluster, after a change. */
  forgetMetadata(): void {
    this.known = undefined;
  }

  /** Does something with a connection to a broker; drops the connection if it turns out to be broken. */
  async use<Result>(
    nodeId: NodeId,
    work: (broker: BrokerConnection) => Promise<Result>,
  ): Promise<Result> {
    const entry = this.entry(nodeId);
    try {
      return await work(await entry.opened);
    } catch (error) {
      if (isConnectionProblem(error)) void this.drop(nodeId, entry);
      this.forgetMetadata();
      throw error;
    }
  }

  /** Closes every connection. */
  async disconnect(): Promise<void> {
    const open = [...this.brokers];
    await Promise.allSettled(open.map(([nodeId, entry]) => this.drop(nodeId, entry)));
  }

  /** The connection to a broker, or the attempt to open it that is under way, which all callers share. */
  private entry(nodeId: NodeId): Entry {
    const known = this.brokers.get(nodeId);
    if (known && known.broker?.isConnected() !== false) return known;
    if (known) void this.drop(nodeId, known);
    const opened = typeof nodeId === "string" ? this.openAddress(nodeId) : this.openBroker(nodeId);
    const entry: Entry = { opened };
    this.brokers.set(nodeId, entry);
    opened.then(
      (broker) => (entry.broker = broker),
      () => this.drop(nodeId, entry),
    );
    return entry;
  }

  /** Closes a connection, and removes it if it has not been replaced yet. */
  private async drop(nodeId: NodeId, entry: Entry): Promise<void> {
    if (this.brokers.get(nodeId) === entry) this.brokers.delete(nodeId);
    await entry.opened.then((broker) => broker.disconnect()).catch(() => undefined);
  }

  /** Closes connections to brokers that are no longer part of the cluster. */
  private dropOthers({ brokers }: Metadata): void {
    const ids = new Set<NodeId>([...this.addresses(), ...brokers.map((each) => each.nodeId)]);
    for (const [nodeId, entry] of this.brokers) if (!ids.has(nodeId)) void this.drop(nodeId, entry);
  }

  private async openBroker(nodeId: number): Promise<BrokerConnection> {
    const broker = (await this.metadata()).brokers.find((each) => each.nodeId === nodeId);
    if (!broker) throw new UnknownBroker(nodeId);
    return this.connect(broker);
  }

  private openAddress(address: string): Promise<BrokerConnection> {
    const colon = address.lastIndexOf(":");
    const host = address.slice(0, colon).replace(/^\[|\]$/g, "");
    return this.connect({ host, port: Number(address.slice(colon + 1)) });
  }

  /** Addresses to ask for metadata: the one that answered last, the configured ones, and all others. */
  private addresses(): string[] {
    const configured = [...new Set([...this.config.brokers, ...this.learnt])];
    return configured.sort((a, b) => Number(b === this.answered) - Number(a === this.answered));
  }

  private async askForMetadata(address: string): Promise<Metadata> {
    const metadata = await this.use(address, ({ connectionPool }) =>
      connectionPool.send(allTopics()),
    );
    this.answered = address;
    this.learnt = metadata.brokers.map(({ host, port }) => `${host}:${port}`);
    this.dropOthers(metadata);
    return metadata;
  }
}

class UnknownBroker extends Error {
  override readonly name = "KafkaJSBrokerNotFound";

  constructor(nodeId: number) {
    super(nodeId < 0 ? "the partition has no leader" : `broker ${nodeId} is not in the cluster`);
  }
}

/** Whether an error is about the connection to a broker rather than its answer. */
export function isConnectionProblem(error: unknown): boolean {
  return /Connection|Timeout/.test((error as Error | undefined)?.name ?? "");
}
