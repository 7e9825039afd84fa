import { KafkaJSError } from "kafkajs";
import type { Administration } from "../administration/administration";
import type { ClusterTopics } from "./cluster-topics";
import { type MoveWatchArgs, MoveWatch } from "./move-watch";
import { type PendingMove, pendingMoves } from "./pending";
import { Throttle } from "./throttle";

/** Partitions that move at a time. */
const batchSize = 100;

/** How replicas are moved. */
export interface ReplicationArgs extends Omit<MoveWatchArgs, "total"> {
  /** Megabytes (10^6 bytes) that a broker sends, and that it receives, in a second at most; 0: no limit. */
  readonly throttleMBps: number;
  /** Says what the user should know. */
  readonly warn: (message: string) => void;
}

type Cluster = Pick<ClusterTopics, "assignments" | "brokerIds" | "moves">;

/**
 * Gives topics another number of replicas by partition reassignment, some at a time and throttled, and waits
 * until the new replicas are in sync. Continues what an earlier run has begun, and removes its throttle.
 *
 * @param cluster The topics as they are.
 * @param replicationFactors The number of replicas by topic; topics that do not exist are left out.
 * @throws Transient error, before anything is requested, if the broker that answered knows fewer brokers
 *   than replicas: it has just started, or another has just gone away.
 */
export async function replicateTopics(
  admin: Administration,
  cluster: Cluster,
  replicationFactors: Readonly<Record<string, number>>,
  args: ReplicationArgs,
): Promise<void> {
  const { assignments, brokerIds } = cluster;
  const most = Math.max(0, ...Object.values(replicationFactors));
  if (brokerIds.length < most) {
    throw new KafkaJSError(
      `${most} replicas need as many brokers, but the broker that was asked knows of ${brokerIds.length}`,
      { retriable: true },
    );
  }
  const throttle = await Throttle.read(admin, brokerIds);
  // Without a rate, lists that were left throttle nothing, and looking for them takes a request for every 250 topics.
  if (throttle.isOn || throttle.foreign !== undefined) {
    await throttle.releaseLeftBehind([...assignments.keys()]);
  }
  const racks = most > 1 ? await admin.brokerRacks() : new Map<number, string>();
  const pending = pendingMoves(cluster, replicationFactors, { ids: brokerIds, racks });
  const isThrottled = await limit(throttle, pending, args);
  const watch = new MoveWatch(admin, { ...args, total: pending.length });
  const unheld = new Set<string>();
  for (const batch of batchesOf(pending)) {
    const left = isThrottled ? await throttle.hold(heldTopics(batch)) : [];
    warnOfOwnLists(
      left.filter((topic) => !unheld.has(topic)),
      args,
    );
    left.forEach((topic) => unheld.add(topic));
    await begin(admin, batch);
    await watch.waitFor(batch);
    await throttle.release();
  }
  await throttle.removeRate();
}

/** Sets the rate if one is wanted, and returns whether a rate applies to the replicas. */
async function limit(
  throttle: Throttle,
  pending: readonly PendingMove[],
  { throttleMBps, warn }: ReplicationArgs,
): Promise<boolean> {
  const isCopied = pending.some(({ adding }) => adding.length > 0);
  if (isCopied && throttleMBps > 0 && throttle.foreign !== undefined) {
    warn(
      `Replicas move at the throttle that someone else has set, ${throttle.foreign}, ` +
        "not at replicationThrottleMBps",
    );
    return true;
  }
  if (isCopied && throttleMBps > 0) {
    await throttle.setRate(throttleMBps);
    return true;
  }
  // What an earlier run has begun continues without a limit.
  await throttle.removeRate();
  return false;
}

function warnOfOwnLists(topics: readonly string[], { warn }: ReplicationArgs): void {
  if (topics.length === 0) return;
  warn(
    `Replicas of ${topics.join(", ")} that their own *.replication.throttled.replicas do not name move ` +
      "without a limit: this program did not set these settings, and leaves them",
  );
}

/** All moves under way come first, in one batch, because the brokers are already working on all of them. */
function batchesOf(pending: readonly PendingMove[]): PendingMove[][] {
  const underWay = pending.filter(({ isUnderWay }) => isUnderWay);
  const next = pending.filter(({ isUnderWay }) => !isUnderWay);
  const batches = Array.from({ length: Math.ceil(next.length / batchSize) }, (_, index) =>
    next.slice(index * batchSize, (index + 1) * batchSize),
  );
  return underWay.length === 0 ? batches : [underWay, ...batches];
}

function heldTopics(batch: readonly PendingMove[]) {
  return [...byTopic(batch)].map(([topic, moves]) => ({
    topic,
    copies: moves.flatMap(({ partition, brokers }) =>
      brokers.map((broker) => `${partition}:${broker}`),
    ),
  }));
}

async function begin(admin: Administration, batch: readonly PendingMove[]): Promise<void> {
  const topics = [...byTopic(batch.filter(({ isUnderWay }) => !isUnderWay))];
  if (topics.length === 0) return;
  await admin.alterPartitionReassignments({
    timeout: 30000,
    topics: topics.map(([topic, moves]) => ({
      topic,
      partitionAssignment: moves.map(({ partition, replicas }) => ({
        partition,
        replicas: [...replicas],
      })),
    })),
  });
}

/** Groups moves by topic. */
export function byTopic(moves: readonly PendingMove[]): Map<string, PendingMove[]> {
  const topics = new Map<string, PendingMove[]>();
  for (const move of moves) topics.set(move.topic, [...(topics.get(move.topic) ?? []), move]);
  return topics;
}
