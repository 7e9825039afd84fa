import { brokerDefaults } from "./broker-defaults";
import { brokerDefinitions } from "./definitions";
import { type Conflict, conflicts, type Order } from "./order";
import { wholeNumber } from "./form";
import { type Finding, startConflicts } from "./broker-starts";

const notStarted = "or the broker does not start";

/** What `KafkaConfig.validateValues` and `LogConfig.validateValues` refuse, and what prevents produce or commit. */
const orders: readonly Order[] = [
  {
    low: "log.cleaner.min.compaction.lag.ms",
    high: "log.cleaner.max.compaction.lag.ms",
    otherwise: notStarted,
  },
  {
    low: "replica.fetch.wait.max.ms",
    high: "replica.socket.timeout.ms",
    otherwise: notStarted,
  },
  { low: "replica.fetch.wait.max.ms", high: "replica.lag.time.max.ms", otherwise: notStarted },
  {
    low: "offsets.commit.required.acks",
    high: "offsets.topic.replication.factor",
    otherwise: notStarted,
  },
  {
    low: "socket.request.max.bytes",
    high: "queued.max.request.bytes",
    exempt: (_, queued) => queued <= 0n,
    otherwise: notStarted,
  },
  {
    low: "connection.failed.authentication.delay.ms",
    high: "connections.max.idle.ms",
    strictly: true,
    exempt: (_, idle) => idle < 0n,
    otherwise: notStarted,
  },
  ...["heartbeat.interval", "session.timeout"].flatMap((time) => {
    const [least, usual, most] = ["min.", "", "max."].map(
      (end) => `group.consumer.${end}${time}.ms`,
    );
    return [
      { low: String(least), high: String(usual), otherwise: notStarted },
      { low: String(usual), high: String(most), otherwise: notStarted },
      { low: String(least), high: String(most), otherwise: notStarted },
    ];
  }),
  {
    low: "group.min.session.timeout.ms",
    high: "group.max.session.timeout.ms",
    otherwise: "or no consumer can join a group",
  },
  {
    low: "transaction.state.log.min.isr",
    high: "transaction.state.log.replication.factor",
    otherwise: "or no transaction can begin",
  },
  {
    low: "min.insync.replicas",
    high: "offsets.topic.replication.factor",
    // With acks other than -1, fewer replicas acknowledge a commit.
    exempt: (_low, _high, valueOf) => valueOf("offsets.commit.required.acks") !== -1n,
    otherwise: "or no group can commit an offset",
  },
  {
    low: "min.insync.replicas",
    high: "default.replication.factor",
    otherwise: "or a topic that a client creates takes no messages",
  },
];

/** Settings whose value is a number of brokers. */
const brokersNeeded = [
  "offsets.topic.replication.factor",
  "transaction.state.log.replication.factor",
  "transaction.state.log.min.isr",
  "default.replication.factor",
  "min.insync.replicas",
];

/**
 * Finds settings of a broker that contradict each other, the defaults, or the number of brokers. Ignores values
 * that are malformed by themselves.
 *
 * @param settings What is set, by Kafka's names.
 */
export function brokerConflicts(
  settings: Readonly<Record<string, string>>,
  brokers: number,
): Finding[] {
  const set = new Map(Object.entries(settings));
  const defaults = new Map(Object.entries(brokerDefaults(brokers)));
  const valueOf = (name: string) =>
    set.get(name) ?? defaults.get(name) ?? brokerDefinitions.get(name)?.default;
  const tooMany = brokersNeeded.flatMap((name): Finding[] => {
    const value = wholeNumber(set.get(name));
    return value === undefined || (value >= 1n && value <= BigInt(brokers))
      ? []
      : [{ name, message: `is ${value}; must be from 1 to the number of brokers, ${brokers}` }];
  });
  const isTold = ({ low, high }: Conflict) =>
    tooMany.some(({ name }) => name === low || name === high);
  const contradictions = conflicts(orders, valueOf)
    .filter((each) => !isTold(each))
    .flatMap(({ low, high, message }): Finding[] => {
      const name = [low, high].find((each) => set.has(each));
      return name === undefined ? [] : [{ name, message: message(name) }];
    });
  return [
    ...tooMany,
    ...contradictions,
    ...others(set, valueOf, brokers),
    ...startConflicts(settings),
  ];
}

/** The conflicts that are not an order of two settings. */
function others(
  set: ReadonlyMap<string, string>,
  valueOf: (name: string) => string | undefined,
  brokers: number,
): Finding[] {
  const numberOf = (name: string) => wholeNumber(valueOf(name));
  const [buffer, threads] = ["log.cleaner.dedupe.buffer.size", "log.cleaner.threads"];
  const [memory, cleaners = 0n] = [numberOf(buffer), numberOf(threads)];
  const perIp = "max.connections.per.ip";
  const reserved = "reserved.broker.max.id";
  const findings: (Finding | false)[] = [
    memory !== undefined &&
      cleaners > 0n &&
      memory / cleaners <= 2n ** 20n && {
        name: set.has(buffer) ? buffer : threads,
        message: `leaves each of ${cleaners} cleaner threads ${memory / cleaners} bytes of ${buffer}; must be more than 1048576, ${notStarted}`,
      },
    numberOf(perIp) === 0n &&
      !valueOf(`${perIp}.overrides`) && {
        name: perIp,
        message: `is 0; must be at least 1 unless ${perIp}.overrides names an address, ${notStarted}`,
      },
    (numberOf(reserved) ?? 0n) < BigInt(brokers) &&
      valueOf("broker.id.generation.enable")?.toLowerCase() !== "false" && {
        name: reserved,
        message: `is ${numberOf(reserved)}; must be at least the number of brokers, ${brokers}, as these are their ids, ${notStarted}`,
      },
  ];
  return findings.filter((each) => each !== false).filter(({ name }) => set.has(name));
}
