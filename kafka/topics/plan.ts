import type { TopicDeclaration, TopicDeclarations } from "./declaration";

/** A topic as it is on the cluster. */
export interface ActualTopic {
  readonly partitions: number;
  readonly replicationFactor: number;
  /** The settings that are set on the topic itself. */
  readonly config: Readonly<Record<string, string>>;
}

/** What has to be done so that the cluster has the declared topics. */
export interface TopicPlan {
  readonly create: TopicDeclarations;
  /** New number of partitions of topics that have fewer. */
  readonly grow: Readonly<Record<string, number>>;
  /** New number of copies of topics that have another. */
  readonly replicate: Readonly<Record<string, number>>;
  /**
   * The whole configuration of topics where it has to change. Kafka's AlterConfigs replaces what is
   * set, so that settings that others made are in here too.
   */
  readonly configure: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Plans the way from the actual topics to the declared ones. Topics that are not declared are left
 * alone, and so are settings that are neither declared now nor were before.
 *
 * @param previous What was declared before: settings that have gone since are removed.
 * @throws Error that lists every topic that cannot be made as declared.
 */
export function planTopics(
  declared: TopicDeclarations,
  actual: Readonly<Record<string, ActualTopic>>,
  previous: TopicDeclarations = {},
): TopicPlan {
  const existing = Object.entries(declared).flatMap(([name, topic]) => {
    const found = actual[name];
    return found ? [{ name, topic, found }] : [];
  });
  const problems = existing.flatMap(({ name, topic, found }) => impossible(name, topic, found));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    create: Object.fromEntries(Object.entries(declared).filter(([name]) => !actual[name])),
    grow: Object.fromEntries(
      existing
        .filter(({ topic, found }) => topic.partitions > found.partitions)
        .map(({ name, topic }) => [name, topic.partitions]),
    ),
    replicate: Object.fromEntries(
      existing
        .filter(({ topic, found }) => topic.replicationFactor !== found.replicationFactor)
        .map(({ name, topic }) => [name, topic.replicationFactor]),
    ),
    configure: Object.fromEntries(
      existing.flatMap(({ name, topic, found }) => {
        const config = configAfter(topic.config, found.config, previous[name]?.config ?? {});
        return sameConfig(config, found.config) ? [] : [[name, config]];
      }),
    ),
  };
}

/** Says what of a change of a topic Kafka cannot do. */
export function impossible(
  name: string,
  wanted: TopicDeclaration,
  present: Pick<ActualTopic, "partitions">,
): string[] {
  return wanted.partitions < present.partitions
    ? [
        `topics["${name}"].partitions is ${wanted.partitions}, and the topic has ${present.partitions}; ` +
          "Kafka cannot take partitions away. Declare at least as many, or a new topic",
      ]
    : [];
}

function configAfter(
  declared: ActualTopic["config"],
  found: ActualTopic["config"],
  previous: ActualTopic["config"],
): Record<string, string> {
  const foreign = Object.entries(found).filter(([key]) => !(key in previous));
  return { ...Object.fromEntries(foreign), ...declared };
}

function sameConfig(a: ActualTopic["config"], b: ActualTopic["config"]): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
