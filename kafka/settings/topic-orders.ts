import { brokerDefaultsOfTopics, topicDefinitions } from "./definitions";
import { wholeNumber } from "./form";
import { type Conflict, conflicts, type Order } from "./order";

type Settings = Readonly<Record<string, string>>;

const orders: readonly Order[] = [
  // `LogConfig.validateValues`.
  {
    low: "min.compaction.lag.ms",
    high: "max.compaction.lag.ms",
    otherwise: "or compaction is due before it is allowed",
  },
];

/**
 * Finds settings of a topic that contradict each other once all defaults are filled in.
 *
 * @param config What the topic sets, its defaults in the configuration included.
 * @param brokerSettings What the brokers set: this applies to what the topic does not set.
 */
export function topicConflicts(config: Settings, brokerSettings: Settings): Conflict[] {
  const own = new Map(Object.entries(config));
  const brokers = new Map(Object.entries(brokerSettings));
  const valueOf = (name: string) =>
    own.get(name) ?? brokerDefault(name, brokers) ?? topicDefinitions.get(name)?.default;
  return [
    ...conflicts(orders, valueOf),
    ...["bytes", "ms"].flatMap((unit) => localRetentionConflict(unit, valueOf)),
  ];
}

/** The brokers' value for a topic setting, in its unit; undefined if they set none. */
function brokerDefault(name: string, brokers: ReadonlyMap<string, string>): string | undefined {
  const source = brokerDefaultsOfTopics.get(name)?.find((each) => brokers.has(each.name));
  if (!source) return undefined;
  const value = brokers.get(source.name);
  const number = wholeNumber(value);
  if (source.factor === undefined || number === undefined) return value;
  // Any negative time means no limit.
  return String(number < 0n ? -1n : number * BigInt(source.factor));
}

/**
 * The brokers' own disks must not retain more than is retained in total (KIP-405): -2 means the same amount, and
 * -1 means no limit, which Kafka 3.5 compares as the number -1 (`LogConfig.RemoteLogConfig`).

 */
function localRetentionConflict(
  unit: string,
  valueOf: (name: string) => string | undefined,
): Conflict[] {
  const [low, high] = [`local.retention.${unit}`, `retention.${unit}`];
  const [kept, all] = [wholeNumber(valueOf(low)), wholeNumber(valueOf(high))];
  if (kept === undefined || all === undefined || kept === -2n) return [];
  if (kept === -1n ? all === -1n : kept <= all) return [];
  const most = all === -1n ? `-1 or -2 while ${high} is -1` : `at most ${high}, ${all}, or -2`;
  const least = kept === -1n ? `-1, as ${low} is` : `at least ${low}, ${kept}`;
  return [
    {
      low,
      high,
      message: (name) =>
        name === low ? `is ${kept}; must be ${most}` : `is ${all}; must be ${least}`,
    },
  ];
}
