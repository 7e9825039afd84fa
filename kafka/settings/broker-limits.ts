import type { Finding } from "./broker-starts";
import { brokerDefinitions } from "./definitions";
import { wholeNumber } from "./form";
import { conflicts, type Order } from "./order";

type ValueOf = (name: string) => string | undefined;

const orders: readonly Order[] = [
  {
    // `SocketServer` closes the connection of a larger request.
    low: "message.max.bytes",
    high: "socket.request.max.bytes",
    otherwise: "or the largest messages are refused and their connections closed",
  },
  ...[
    ["log", "messages larger than a segment are refused"],
    ["offsets.topic", "a group may be unable to commit its offsets"],
    ["transaction.state.log", "a transaction may be unable to begin"],
  ].map(([log, otherwise]) => ({
    // `UnifiedLog.append`: RecordBatchTooLargeException.
    low: "message.max.bytes",
    high: `${log}.segment.bytes`,
    otherwise: `or ${otherwise}`,
  })),
];

/** The minimum or maximum that a setting should have, and why. */
const bounds: readonly {
  readonly name: string;
  readonly least?: bigint;
  readonly most?: bigint;
  readonly why: string;
  readonly exempt?: (valueOf: ValueOf) => boolean;
}[] = [
  {
    name: "group.max.session.timeout.ms",
    least: 45_000n,
    why: "consumers that set no session.timeout.ms ask for 45000 (KIP-735), and are refused",
  },
  {
    name: "group.min.session.timeout.ms",
    most: 45_000n,
    why: "consumers that set no session.timeout.ms ask for 45000 (KIP-735), and are refused",
  },
  {
    name: "transaction.max.timeout.ms",
    least: 60_000n,
    why: "producers that set no transaction.timeout.ms ask for 60000, and are refused",
  },
  {
    name: "message.max.bytes",
    least: 1024n,
    why: "a batch adds 68 bytes to the text of a single message, and larger batches are refused",
  },
  {
    name: "log.message.timestamp.difference.max.ms",
    least: 1000n,
    why: "a message that takes longer to arrive is refused",
    exempt: (valueOf) => valueOf("log.message.timestamp.type") === "LogAppendTime",
  },
  {
    name: "connections.max.idle.ms",
    least: 1000n,
    why: "a connection is closed if a request on it takes longer, such as the creation of a topic",
    exempt: (valueOf) => (wholeNumber(valueOf("connections.max.idle.ms")) ?? 0n) < 0n,
  },
  {
    // `RPCProducerIdManager`, if the broker is also the controller.
    name: "num.io.threads",
    least: 2n,
    why: "a single thread would wait for producer ids that it has to hand out itself, and no transaction can begin",
  },
  ...["request.timeout.ms", "controller.socket.timeout.ms"].map((name) => ({
    name,
    least: 1000n,
    why: "brokers do not wait for the controller's answer, and no transaction can begin",
  })),
  ...["zookeeper.session.timeout.ms", "zookeeper.connection.timeout.ms"].map((name) => ({
    name,
    least: 1000n,
    why: "a broker does not start, or stops, if ZooKeeper takes longer to answer",
  })),
];

/**
 * Finds settings with which a broker starts but the usual clients cannot work; each was tried on Kafka 3.5.0
 * with a producer, a group, a transaction and a message of a megabyte.
 *
 * @param settings What is set, by Kafka's names.
 */
export function brokerLimits(settings: Readonly<Record<string, string>>): Finding[] {
  const set = new Map(Object.entries(settings));
  const valueOf: ValueOf = (name) => set.get(name) ?? brokerDefinitions.get(name)?.default;
  const ofOrders = conflicts(orders, valueOf).flatMap(({ low, high, message }): Finding[] => {
    const name = [high, low].find((each) => set.has(each));
    return name === undefined ? [] : [{ name, message: message(name) }];
  });
  const ofBounds = bounds.flatMap(({ name, least, most, why, exempt }): Finding[] => {
    const value = wholeNumber(set.get(name));
    if (value === undefined || exempt?.(valueOf)) return [];
    if (least !== undefined && value < least) {
      return [{ name, message: `is ${value}; should be at least ${least}: ${why}` }];
    }
    return most !== undefined && value > most
      ? [{ name, message: `is ${value}; should be at most ${most}: ${why}` }]
      : [];
  });
  return [...ofOrders, ...ofBounds];
}
