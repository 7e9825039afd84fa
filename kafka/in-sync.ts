import { setTimeout as pause } from "node:timers/promises";
import { interruptionOf, unlessAborted } from "../common/interruption";
import type { Connection } from "../targets/connection";
import { type BrokerView, viewOf } from "./broker-view";

/** A partition as one broker sees it. */
export interface PartitionState {
  readonly topic: string;
  readonly partition: number;
  /** Ids of the brokers that hold a replica. */
  readonly replicas: readonly number[];
  /** Ids of those whose replica is in sync. */
  readonly inSync: readonly number[];
  /** `min.insync.replicas` of its topic. */
  readonly minimum: number;
}

/**
 * Why a broker should not be stopped: partitions at or below their minimum of in-sync replicas, with an in-sync
 * replica on this broker and a replica elsewhere that is not in sync. If all replicas are in sync, there is nothing
 * to wait for: with one replica, or as many as the minimum, no stop is ever without consequence.
 */
export function unsafePartitions(
  partitions: readonly PartitionState[],
  broker: number,
): PartitionState[] {
  return partitions.filter(
    ({ replicas, inSync, minimum }) =>
      inSync.includes(broker) && inSync.length <= minimum && inSync.length < replicas.length,
  );
}

/** Whose turn it is, and how long to wait. */
export interface Turn {
  /** How to reach every broker. */
  readonly connection: Connection;
  /** How they were reached before, if that was different. */
  readonly connectionBefore?: Connection | undefined;
  /** Number of the broker, from 1. */
  readonly broker: number;
  readonly startTimeoutSeconds: number;
  readonly replicaSyncTimeoutSeconds: number;
}

/**
 * Waits until a broker may be stopped: the one before it answers, and, according to every broker that answers,
 * stopping it takes no partition below its minimum. Returns at once if there is no such broker.
 *
 * @param tell Called with what the wait is for, whenever that changes.
 * @param signal Ends the wait early. Default: nothing does.
 * @throws Error that says what the wait was for, when the time is up or the wait is ended.
 */
export async function waitForTurn(
  turn: Turn,
  report: (message: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (turn.replicaSyncTimeoutSeconds === 0) return;
  const started = Date.now();
  let told = "";
  for (;;) {
    const views = await unlessAborted(look(turn), signal).catch((error: unknown) => {
      throw signal?.aborted ? new Error(interrupted(turn.broker, signal, told)) : error;
    });
    const obstacle = obstacleIn(
      { broker: turn.broker, addresses: turn.connection.addresses },
      views,
    );
    if (!obstacle) return;
    const { state, isStart } = obstacle;
    const message = obstacle.reason === undefined ? state : `${state} (${obstacle.reason})`;
    const [seconds, key] = isStart
      ? [turn.startTimeoutSeconds, "startTimeoutSeconds"]
      : [turn.replicaSyncTimeoutSeconds, "replicaSyncTimeoutSeconds"];
    if (Date.now() - started > seconds * 1000) {
      throw new Error(
        `Broker ${turn.broker} was not stopped for its update within ${seconds} s: ${message}. ` +
          "It and those after it are unchanged. Find out what is wrong with the others (`docker logs kafka`), bring " +
          `back what is down, and run \`pulumi up\` again; kafka-platform:${key} sets how long to wait.`,
      );
    }
    // For a published port that nobody listens behind, the reason varies: report only a change of state.
    if (state !== told) report(`waiting to update broker ${turn.broker}: ${message}`);
    told = state;
    await unlessAborted(pause(500), signal).catch(() => undefined);
  }
}

function interrupted(broker: number, signal: AbortSignal, seen: string): string {
  const what = seen && `: ${seen}`;
  return (
    `The wait to update broker ${broker} was ${interruptionOf(signal)}${what}. It and those after it are ` +
    "unchanged; `pulumi up` continues from there."
  );
}

interface Obstacle {
  readonly state: string;
  /** Why a broker does not answer; this may change from one look to the next. */
  readonly reason?: string;
  /** Whether the obstacle is that a broker has not started yet. */
  readonly isStart: boolean;
}

/**
 * What keeps a broker from its turn, judged by what was found of each broker.
 *
 * @param addresses The brokers' addresses.
 */
export function obstacleIn(
  { broker, addresses }: { readonly broker: number; readonly addresses: readonly string[] },
  views: readonly BrokerView[],
): Obstacle | undefined {
  const answering = views.filter((view) => view.state === "answers");
  const own = views[broker - 1];
  const isKnown = answering.some(({ registered }) => registered.includes(broker));
  if (own?.state === "unclear") {
    const state = `broker ${broker} at ${addresses[broker - 1]} does not report its state`;
    return { state, reason: own.reason, isStart: true };
  }
  // Nothing listens, and no other broker knows it: it is yet to be created, or ended long ago.
  if (own?.state !== "answers" && !isKnown) return undefined;
  const before = views[broker - 2];
  if (before && before.state !== "answers") {
    const state = `broker ${broker - 1} at ${addresses[broker - 2]} does not answer`;
    return { state, reason: before.reason, isStart: true };
  }
  const unsafe = answering.flatMap(({ partitions }) => unsafePartitions(partitions, broker));
  const names = [...new Set(unsafe.map(({ topic, partition }) => `${topic}-${partition}`))];
  const [first] = unsafe;
  if (!first) return undefined;
  const others = names.length > 1 ? ` (and ${names.length - 1} more)` : "";
  return {
    state: `partition ${names[0]}${others}: only ${brokersInSync(first)}`,
    isStart: false,
  };
}

function brokersInSync({ inSync, replicas }: PartitionState): string {
  const [brokers, are] = inSync.length === 1 ? ["broker", "is"] : ["brokers", "are"];
  return `${brokers} ${inSync.join(", ")} of ${replicas.join(", ")} ${are} in sync`;
}

/** What each broker says at its address, or at the one it had before. */
function look({ connection, connectionBefore }: Turn): Promise<BrokerView[]> {
  return Promise.all(
    connection.addresses.map(async (address, index) => {
      const view = await viewOf({ ...connection, addresses: [address] });
      const old = connectionBefore?.addresses[index];
      if (view.state !== "silent" || !connectionBefore || old === undefined || old === address)
        return view;
      return viewOf({ ...connectionBefore, addresses: [old] });
    }),
  );
}
