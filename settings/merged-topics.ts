import { defaultReplicationFactor } from "../kafka/topics/declaration";
import { formatPath } from "../common/paths";
import type { TopicFields, WellFormedTopic } from "./topics";

/**
 * A topic as it will be deployed: its own values, then those of topicDefaults, then those that follow from the number
 * of brokers. A value is absent if what it follows from is not well formed, and undefined if nothing sets it.
 */
export interface MergedTopic extends Omit<WellFormedTopic, "config"> {
  /** The settings that are well formed. */
  readonly config: Readonly<Record<string, string>>;
  /** What sets a value, or a setting within `config`; undefined if nothing does. */
  readonly saidBy: (field: keyof TopicFields, setting?: string) => "topic" | "defaults" | undefined;
  /** The path of a value, or of a setting within `config`: in topicDefaults if only that sets it. */
  readonly where: (field: keyof TopicFields, setting?: string) => string;
}

const inherited = ["partitions", "replicationFactor", "preventDelete"] as const;

/** Fills in what topics do not set themselves. */
export function mergeTopics(
  topics: readonly WellFormedTopic[],
  defaults: TopicFields,
  brokers: number | undefined,
): MergedTopic[] {
  const usual = usualValues(defaults, brokers);
  return topics.map((topic) => {
    const saidBy: MergedTopic["saidBy"] = (field, setting) => {
      if (isSaid(topic, field, setting)) return "topic";
      return isSaid(defaults, field, setting) ? "defaults" : undefined;
    };
    const known = inherited.filter(
      (field) => field in topic && (topic[field] !== undefined || usual.has(field)),
    );
    return {
      at: topic.at,
      ...("name" in topic && { name: topic.name }),
      ...("renamedFrom" in topic && { renamedFrom: topic.renamedFrom }),
      ...Object.fromEntries(known.map((field) => [field, topic[field] ?? usual.get(field)])),
      config: wellFormed({ ...defaults.config, ...topic.config }),
      saidBy,
      where: (field, setting) => {
        const path = setting === undefined ? [field] : [field, setting];
        return formatPath(path, saidBy(field, setting) === "defaults" ? "topicDefaults" : topic.at);
      },
    };
  });
}

/** What a topic gets if it sets nothing itself; unknown values are left out. */
function usualValues(
  defaults: TopicFields,
  brokers: number | undefined,
): ReadonlyMap<(typeof inherited)[number], unknown> {
  const copies = brokers === undefined ? undefined : defaultReplicationFactor(brokers);
  return new Map(
    inherited.flatMap((field): [typeof field, unknown][] => {
      if (!(field in defaults)) return [];
      if (field !== "replicationFactor") return [[field, defaults[field]]];
      const value = defaults.replicationFactor ?? copies;
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

function isSaid(fields: TopicFields, field: keyof TopicFields, setting?: string): boolean {
  return setting === undefined
    ? fields[field] !== undefined
    : Object.hasOwn(fields.config ?? {}, setting);
}

function wellFormed(config: NonNullable<TopicFields["config"]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).filter(
      (setting): setting is [string, string] => setting[1] !== undefined,
    ),
  );
}
