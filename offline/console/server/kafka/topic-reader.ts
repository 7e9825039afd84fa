import { setTimeout as pause } from "node:timers/promises";
import { createErrorFromCode } from "kafkajs/src/protocol/error";
import { isConnectionProblem } from "./broker-pool";
import { type FetchedPartition, fetchFrom } from "./fetch";
import type { BrokerConnection } from "./kafkajs-internals";
import type { BrokerAddress, Metadata } from "./metadata";

const fetchBytes = 2 * 1024 * 1024;
const largestPartitionBytes = 1024 * 1024;
const smallestPartitionBytes = 64 * 1024;
/** A search gives up a partition that fails this many times in a row; an election takes less. */
const mostFailures = 20;
const pauseMilliseconds = 250;
/** The page of a partition that was given up. */
const nothing: Omit<Page, "partition"> = {
  errorCode: 0,
  highWatermark: 0,
  lastStableOffset: 0,
  aborted: [],
  batches: [],
  next: Infinity,
  isGivenUp: true,
};
const offsetOutOfRange = 1;
const leaderNotAvailable = 5;

/** What one fetch returned for a partition. */
export interface Page extends FetchedPartition {
  /**
   * The offset to continue from. Even without any batch it moves ahead if nothing is left up to there, because
   * compaction removes whole batches. If it does not move ahead, other partitions filled the response: ask again.
   */
  readonly next: number;
  readonly isGivenUp?: boolean;
}

/** A partition that cannot be read. */
export interface Unread {
  readonly partition: number;
  readonly reason: string;
}

/** Offsets to read from, by partition. */
export type Positions = ReadonlyMap<number, number>;

export interface FetchOptions {
  readonly committed: boolean;
  /** How long a broker waits for a first message, in milliseconds. */
  readonly maxWait: number;
  /** Whether to retry a failing partition for as long as the view lasts. Default: it is given up. */
  readonly isLasting?: boolean;
}

type TroubledError = Error & { readonly retriable?: boolean };

interface Cluster {
  metadata(): Promise<Metadata>;
  forgetMetadata(): void;
}

/**
 * Reads a topic for one view, over its own connections, so that no view waits for another's long poll. kafkajs
 * opens two for each broker that leads a partition.
 */
export class TopicReader {
  private readonly connections = new Map<number, Promise<BrokerConnection>>();
  private leaders?: Promise<ReadonlyMap<number, BrokerAddress>> | undefined;
  /** How many times each partition has failed in a row, and why. */
  private readonly failing = new Map<number, { count: number; error: TroubledError }>();
  /** Partitions that got nothing because others filled the response: they come first in the next request. */
  private readonly hungry = new Set<number>();
  private isClosed = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly connect: (address: BrokerAddress) => Promise<BrokerConnection>,
    private readonly topic: string,
    /** The first offset that a partition keeps, or the offset of its next message. */
    private readonly edge: (
      partition: number,
      query: "earliest" | "latest",
    ) => Promise<number | undefined>,
  ) {}

  /** Partitions by their current leader. */
  async byLeader(partitions: Iterable<number>): Promise<Map<BrokerAddress, number[]>> {
    this.leaders ??= this.findLeaders();
    this.leaders.catch(() => (this.leaders = undefined));
    const leaders = await this.leaders;
    const groups = new Map<BrokerAddress, number[]>();
    for (const partition of partitions) {
      const leader = leaders.get(partition);
      if (!leader) continue;
      groups.set(leader, [...(groups.get(leader) ?? []), partition]);
    }
    return groups;
  }

  /**
   * Continues to read partitions, with one request per broker. Those that cannot be served now, such as during a
   * leader election, are left out. If a failure persists, the partition is given up: its page says that nothing
   * more is left, and {@link unread} names it.
   *
   * @throws If the reader was closed while a request failed.
   */
  async fetch(positions: Positions, options: FetchOptions): Promise<ReadonlyMap<number, Page>> {
    const pages = new Map<number, Page>();
    const failed = new Map<number, TroubledError>();
    const wanted = [...positions.keys()].filter(
      (id) => options.isLasting === true || !this.isGivenUp(id),
    );
    try {
      const groups = await this.byLeader(wanted);
      const answers = [...groups].map(async ([leader, ids]) => {
        try {
          for (const page of await this.fetchFrom(leader, ids, positions, options)) {
            if (page.errorCode === 0) pages.set(page.partition, page);
            else failed.set(page.partition, createErrorFromCode(page.errorCode));
          }
        } catch (error) {
          for (const id of ids) failed.set(id, error as TroubledError);
        }
      });
      await Promise.all(answers);
      const led = new Set([...groups.values()].flat());
      for (const id of wanted) {
        if (!led.has(id)) failed.set(id, createErrorFromCode(leaderNotAvailable));
      }
    } catch (error) {
      for (const id of wanted) failed.set(id, error as TroubledError);
    }
    for (const id of pages.keys()) this.failing.delete(id);
    if (failed.size > 0) await this.recover(failed);
    if (!options.isLasting) {
      for (const partition of positions.keys()) {
        if (this.isGivenUp(partition)) pages.set(partition, { ...nothing, partition });
      }
    }
    return pages;
  }

  /** Partitions that could not be read the last time, sorted by number. */
  unread(): Unread[] {
    return [...this.failing]
      .map(([partition, { error }]) => ({ partition, reason: error.message }))
      .sort((a, b) => a.partition - b.partition);
  }

  /** Closes the connections; reads in progress fail. */
  async close(): Promise<void> {
    this.isClosed = true;
    const open = [...this.connections.values()];
    this.connections.clear();
    await Promise.allSettled(open.map(async (each) => (await each).disconnect()));
  }

  private async fetchFrom(
    leader: BrokerAddress,
    ids: readonly number[],
    positions: Positions,
    { committed, maxWait, isLasting = false }: FetchOptions,
  ): Promise<Page[]> {
    const order = [...ids].sort(
      (a, b) => Number(this.hungry.has(b)) - Number(this.hungry.has(a)) || a - b,
    );
    const share = Math.floor(fetchBytes / order.length);
    const broker = await this.connection(leader);
    const answers = await fetchFrom(broker, {
      topic: this.topic,
      offsets: order.map((id) => [id, positions.get(id) ?? 0]),
      committed,
      maxWait,
      maxBytes: fetchBytes,
      partitionBytes: Math.min(Math.max(share, smallestPartitionBytes), largestPartitionBytes),
    }).finally(() => {
      // kafkajs opens its connection for fetches with the first fetch, which may be after `close`.
      if (this.isClosed) void broker.disconnect().catch(() => undefined);
    });
    const isEmpty = answers.every(({ batches }) => batches.length === 0);
    return Promise.all(
      answers.map(async (answer): Promise<Page> => {
        const { partition, errorCode, batches, highWatermark, lastStableOffset } = answer;
        const offset = positions.get(partition) ?? 0;
        if (errorCode === offsetOutOfRange) return this.outOfRange(answer, offset, isLasting);
        if (errorCode !== 0) return { ...answer, next: offset };
        const last = batches.at(-1);
        if (last || isEmpty) this.hungry.delete(partition);
        else this.hungry.add(partition);
        // A broker returns at least one batch if there is any: without one, nothing is left to read.
        const bound = committed ? Math.min(lastStableOffset, highWatermark) : highWatermark;
        const next = last?.nextOffset ?? (isEmpty ? bound : offset);
        return { ...answer, next: Math.max(offset, next) };
      }),
    );
  }

  /** Retention moved the start, or the topic was recreated and is shorter. */
  private async outOfRange(
    answer: FetchedPartition,
    offset: number,
    isLasting: boolean,
  ): Promise<Page> {
    const first = (await this.edge(answer.partition, "earliest")) ?? offset;
    if (first > offset) return { ...answer, errorCode: 0, batches: [], next: first };
    // A live view continues at the new end; a search has nothing left to read.
    const end = isLasting ? await this.edge(answer.partition, "latest") : undefined;
    return { ...answer, errorCode: 0, batches: [], next: end ?? Infinity };
  }

  private async connection(leader: BrokerAddress): Promise<BrokerConnection> {
    if (this.isClosed) throw new Error("the view was closed");
    const known = this.connections.get(leader.nodeId);
    const isUsable = await known?.then((broker) => broker.isConnected()).catch(() => false);
    if (known && isUsable) return known;
    // Another call has opened a new connection meanwhile.
    if (this.connections.get(leader.nodeId) !== known) return this.connection(leader);
    void known?.then((broker) => broker.disconnect()).catch(() => undefined);
    const opened = this.connect(leader);
    this.connections.set(leader.nodeId, opened);
    const broker = await opened;
    // The reader was closed while the connection was being opened, so only this call can disconnect it.
    if (this.isClosed) await broker.disconnect();
    return broker;
  }

  private isGivenUp(partition: number): boolean {
    const { count = 0, error } = this.failing.get(partition) ?? {};
    const mayPass = error === undefined || error.retriable === true || isConnectionProblem(error);
    return count > mostFailures || !mayPass || isTimeout(error);
  }

  private async recover(failed: ReadonlyMap<number, TroubledError>): Promise<void> {
    const [first] = failed.values();
    if (this.isClosed) throw first ?? new Error("the view was closed");
    for (const [partition, error] of failed) {
      const count = (this.failing.get(partition)?.count ?? 0) + 1;
      this.failing.set(partition, { count, error });
    }
    this.cluster.forgetMetadata();
    this.leaders = undefined;
    await pause(pauseMilliseconds);
  }

  private async findLeaders(): Promise<ReadonlyMap<number, BrokerAddress>> {
    const { brokers, topics } = await this.cluster.metadata();
    return new Map(
      (topics.get(this.topic)?.partitions ?? []).flatMap(({ id, leader }) => {
        const broker = brokers.find(({ nodeId }) => nodeId === leader);
        return broker ? [[id, broker] as const] : [];
      }),
    );
  }
}

/** A broker that does not answer is not worth waiting for again. */
function isTimeout(error: TroubledError | undefined): boolean {
  return error?.name.includes("Timeout") ?? false;
}
