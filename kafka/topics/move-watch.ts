import { setTimeout as pause } from "node:timers/promises";
import { unlessAborted } from "../../common/interruption";
import type { Administration } from "../administration/administration";
import { readMoves } from "./moves";
import type { PendingMove } from "./pending";

/** Times in seconds. */
const usual = {
  /** Between two looks at what is left. */
  look: 0.2,
  /** Between two looks at brokers and sizes, which cost more. */
  closeLook: 10,
  /** Between two messages to the user. */
  report: 3,
  /** How long a broker may be away: it may restart in the middle. */
  gone: 60,
  /** How long nothing may grow: a large partition takes hours, but its replica grows meanwhile. */
  stalled: 600,
};

/** How reassignments are watched. */
export interface MoveWatchArgs {
  /** Number of partitions, of all batches. */
  readonly total: number;
  /** Reports the progress to the user. */
  readonly report: (message: string) => void;
  /** Called whenever something has moved. */
  readonly onProgress: () => void;
  /** Ends the wait early, with its reason; moves under way continue. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Times in seconds to use instead of the usual ones. Default: none. */
  readonly times?: Partial<typeof usual>;
}

/** Waits for reassignments as long as they make progress. */
export class MoveWatch {
  private readonly times: typeof usual;
  private done = 0;
  private told = Date.now();
  private progressed = Date.now();
  private looked = Date.now();
  private copied = -1n;
  private readonly missing = new Map<number, number>();

  constructor(
    private readonly admin: Administration,
    private readonly args: MoveWatchArgs,
  ) {
    this.times = { ...usual, ...args.times };
  }

  /**
   * Waits until these reassignments are done; others are ignored.
   *
   * @throws Error if a broker that they need stays away, or nothing is copied any more.
   */
  async waitFor(moves: readonly PendingMove[]): Promise<void> {
    this.progressed = Date.now();
    this.missing.clear();
    const wait = () => unlessAborted(pause(this.times.look * 1000), this.args.signal);
    for (let left = moves; ; await wait()) {
      const underWay = await readMoves(this.admin);
      const still = left.filter(({ topic, partition }) => underWay.get(topic)?.has(partition));
      if (still.length < left.length) this.hasProgressed();
      this.done += left.length - still.length;
      left = still;
      if (left.length === 0) return;
      this.report();
      if (secondsSince(this.looked) >= this.times.closeLook) await this.lookClosely(left);
    }
  }

  private hasProgressed(): void {
    this.progressed = Date.now();
    this.args.onProgress();
  }

  private report(): void {
    if (secondsSince(this.told) < this.times.report) return;
    this.told = Date.now();
    this.args.report(`${this.done} of ${this.args.total} partitions moved`);
  }

  private async lookClosely(left: readonly PendingMove[]): Promise<void> {
    this.looked = Date.now();
    const { brokers } = await this.admin.describeCluster();
    const present = new Set(brokers.map(({ nodeId }) => nodeId));
    for (const broker of new Set(left.flatMap((move) => move.brokers))) {
      if (present.has(broker)) this.missing.delete(broker);
      else if (!this.missing.has(broker)) this.missing.set(broker, Date.now());
    }
    for (const [broker, since] of this.missing) {
      if (secondsSince(since) >= this.times.gone) throw new Error(this.gone(broker, left));
    }
    const copied = await this.bytesCopied(left, present);
    if (copied !== this.copied) this.hasProgressed();
    this.copied = copied;
    if (secondsSince(this.progressed) >= this.times.stalled) throw new Error(this.stalled(left));
  }

  /** How many bytes the brokers that get replicas have copied. */
  private async bytesCopied(
    left: readonly PendingMove[],
    present: ReadonlySet<number>,
  ): Promise<bigint> {
    let bytes = 0n;
    for (const broker of new Set(left.flatMap(({ adding }) => adding))) {
      if (!present.has(broker)) continue;
      const partitions = new Map<string, number[]>();
      for (const { topic, partition, adding } of left) {
        if (!adding.includes(broker)) continue;
        partitions.set(topic, [...(partitions.get(topic) ?? []), partition]);
      }
      const topics = [...partitions].map(([topic, ids]) => ({ topic, partitions: ids }));
      const sizes = await this.admin.replicaSizes(broker, topics);
      bytes += sizes.reduce((sum, size) => sum + size.bytes, 0n);
    }
    return bytes;
  }

  private gone(broker: number, left: readonly PendingMove[]): string {
    const count = left.filter(({ brokers }) => brokers.includes(broker)).length;
    return (
      `Broker ${broker} has been down for ${this.times.gone} s, and ${partitions(count)} that it holds or will ` +
      `hold cannot be moved without it (${this.done} of ${this.args.total} are moved). ` +
      "Bring it back, then run `pulumi up` again: it continues from there"
    );
  }

  private stalled(left: readonly PendingMove[]): string {
    return (
      `Nothing was copied for ${this.times.stalled / 60} min, and ${partitions(left.length)} of ` +
      `${topicsOf(left)} are not in sync yet (${this.done} of ${this.args.total} are moved). Check the brokers' logs, ` +
      "then run `pulumi up` again: it continues from there"
    );
  }
}

function topicsOf(moves: readonly PendingMove[]): string {
  const topics = [...new Set(moves.map(({ topic }) => topic))];
  const shown = topics.slice(0, 5).join(", ");
  return topics.length > 5 ? `${shown} and ${topics.length - 5} more topics` : shown;
}

function partitions(count: number): string {
  return count === 1 ? "1 partition" : `${count} partitions`;
}

function secondsSince(time: number): number {
  return (Date.now() - time) / 1000;
}
