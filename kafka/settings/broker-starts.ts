import { brokerDefinitions } from "./definitions";
import { wholeNumber } from "./form";

/** A wrong setting and the reason, as text that follows its path. */
export interface Finding {
  readonly name: string;
  readonly message: string;
}

type ValueOf = (name: string) => string | undefined;
/** Says what is wrong with a setting, given the others. */
type Judge = (value: string, valueOf: ValueOf) => string | undefined;

const notStarted = "or the broker does not start";
const aclAuthorizer = "kafka.security.authorizer.AclAuthorizer";
const isTrue = (text: string | undefined) => text?.trim().toLowerCase() === "true";

/** Below this, ZooKeeper cannot answer in time: a local broker of Kafka 3.5.0 ended with 30 and started with 100. */
const zooKeeperTimeout: Judge = (value) =>
  (wholeNumber(value) ?? 50n) < 50n
    ? `is ${value}; must be at least 50, preferably 6000, for ZooKeeper to answer, ${notStarted}`
    : undefined;

/**
 * Values that Kafka's definitions accept, but with which a broker ends or never gets ready; each was tried on
 * Kafka 3.5.0. A comment at each names Kafka's class or method that is the reason.
 */
const judges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ["zookeeper.session.timeout.ms", zooKeeperTimeout],
  ["zookeeper.connection.timeout.ms", zooKeeperTimeout],
  [
    // `KafkaServer.initZkClient`.
    "zookeeper.set.acl",
    (value) =>
      isTrue(value)
        ? `is true; must be false, as the platform's ZooKeeper has no login, ${notStarted}`
        : undefined,
  ],
  [
    // `KafkaApis` asks it whether a broker may do what brokers do; here no broker has a name.
    "authorizer.class.name",
    (value, valueOf) =>
      value.trim() === aclAuthorizer &&
      !isTrue(valueOf("allow.everyone.if.no.acl.found")) &&
      !/(^|;)\s*User:ANONYMOUS\s*(;|$)/.test(valueOf("super.users") ?? "")
        ? "denies every broker: without a login, all are User:ANONYMOUS. Add that to super.users, or set " +
          "allow.everyone.if.no.acl.found to true, or the broker never becomes ready"
        : undefined,
  ],
  [
    // `KafkaConfig.validateValues`.
    "inter.broker.protocol.version",
    (value, valueOf) => {
      const format = valueOf("log.message.format.version") ?? "";
      return recordVersion(value) < recordVersion(format)
        ? `is ${value}, which is older than the message format, log.message.format.version ${format}; must be at least that, ${notStarted}`
        : undefined;
    },
  ],
  [
    // `CoreUtils.parseCsvMap`.
    "max.connections.per.ip.overrides",
    (value) =>
      value.trim() !== "" && !value.split(",").every((each) => /:\s*\d+\s*$/.test(each))
        ? `must be a list such as 10.0.0.1:5,example.org:10, ${notStarted}`
        : undefined,
  ],
  [
    "max.connections",
    (value) =>
      wholeNumber(value) === 0n ? "is 0; must be at least 1, or no client can connect" : undefined,
  ],
  [
    // `AbstractIndex`: an entry of a time index has 12 bytes.
    "log.index.size.max.bytes",
    (value) =>
      (wholeNumber(value) ?? 12n) < 12n
        ? `is ${value}; must be at least 12, or no partition gets a leader`
        : undefined,
  ],
  [
    // `LogCleaner.CleanerThread`: "offset map is too small"; an entry has 24 bytes.
    "log.cleaner.io.buffer.load.factor",
    (value, valueOf) => {
      const [memory, threads] = ["log.cleaner.dedupe.buffer.size", "log.cleaner.threads"];
      const slots = Number(valueOf(memory)) / Number(valueOf(threads)) / 24;
      return Number(value) * slots <= 1 && valueOf("log.cleaner.enable")?.toLowerCase() !== "false"
        ? `is ${value}; must be more than 0, such as 0.9, ${notStarted}`
        : undefined;
    },
  ],
]);

/**
 * Finds settings with which no broker becomes ready.
 *
 * @param settings What is set, by Kafka's names.
 */
export function startConflicts(settings: Readonly<Record<string, string>>): Finding[] {
  const set = new Map(Object.entries(settings));
  const valueOf: ValueOf = (name) => set.get(name) ?? brokerDefinitions.get(name)?.default;
  return [...set].flatMap(([name, value]): Finding[] => {
    const message = judges.get(name)?.(value, valueOf);
    return message === undefined ? [] : [{ name, message }];
  });
}

/** `MetadataVersion.highestSupportedRecordVersion`. */
function recordVersion(version: string): number {
  if (/^0\.[89]\b/.test(version)) return 0;
  return /^0\.10\b/.test(version) ? 1 : 2;
}
