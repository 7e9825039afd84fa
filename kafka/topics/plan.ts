import { own } from "../../common/own";
import type { TopicDeclaration, TopicDeclarations } from "./declaration";
import { planRemovals, type Removals } from "./removals";
import { sameSetting } from "./settings";

/** A topic as it is on the cluster. */
export interface ActualTopic {
  readonly partitions: number;
  /** Replicas of each partition; the fewest if partitions differ. */
  readonly replicationFactor: number;
  /** The most replicas that a partition has or is about to have, if partitions differ. */
  readonly mostReplicas?: number;
  /** The settings that are set on the topic itself. */
  readonly config: Readonly<Record<string, string>>;
}

/** Topics as they are on the cluster, by name. */
export type ActualTopics = Readonly<Record<string, ActualTopic>>;

/** What a plan is made from. */
export interface PlanArgs {
  readonly declared: TopicDeclarations;
  /** The declared and the previous topics as they are; if no broker can be asked, as they were last. */
  readonly actual: ActualTopics;
  /** What was declared before: what is no longer declared is removed. Default: nothing was. */
  readonly previous?: TopicDeclarations;
  /** Whether topics that are no longer declared are deleted. Default: false. */
  readonly deleteTopics?: boolean;
  /** Topics to delete that have not merely been renamed. Default: none. */
  readonly removed?: readonly string[];
}

/** What must be done to give the cluster the declared topics. */
export interface TopicPlan extends Removals {
  readonly create: TopicDeclarations;
  /** Topics that exist and were not declared before. */
  readonly adopt: readonly string[];
  /** New number of partitions of topics that have fewer. */
  readonly grow: Readonly<Record<string, number>>;
  /** New number of replicas of topics that have another. */
  readonly replicate: Readonly<Record<string, number>>;
  /** The whole configuration of topics whose configuration changes, including what others have set. */
  readonly configure: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Plans how to get from the actual topics to the declared ones. Leaves alone topics that were never declared,
 * and settings that are not declared now and were not before.
 */
export function planTopics({
  declared,
  actual,
  previous = {},
  deleteTopics = false,
  removed = [],
}: PlanArgs): TopicPlan {
  const existing = Object.entries(declared).flatMap(([name, topic]) => {
    const found = own(actual, name);
    if (!found) return [];
    const config = configAfter(topic.config, found.config, own(previous, name)?.config ?? {});
    return [{ name, topic, found, config }];
  });
  const create = Object.fromEntries(
    Object.entries(declared).filter(([name]) => !own(actual, name)),
  );
  const removals = planRemovals({ declared, actual, previous, deleteTopics, removed, create });
  return {
    ...removals,
    create,
    adopt: existing.filter(({ name }) => !own(previous, name)).map(({ name }) => name),
    grow: Object.fromEntries(
      existing
        .filter(({ topic, found }) => topic.partitions > found.partitions)
        .map(({ name, topic }) => [name, topic.partitions]),
    ),
    replicate: Object.fromEntries(
      existing
        .filter(
          ({ topic, found }) =>
            topic.replicationFactor !== found.replicationFactor || found.mostReplicas !== undefined,
        )
        .map(({ name, topic }) => [name, topic.replicationFactor]),
    ),
    configure: Object.fromEntries(
      existing
        .filter(({ config, found }) => !sameConfig(config, found.config))
        .map(({ name, config }) => [name, config]),
    ),
    problems: [
      ...existing.flatMap(({ name, topic, found, config }) =>
        impossible(name, topic, found, config),
      ),
      ...removals.problems,
    ],
  };
}

/** Says which part of a topic's change Kafka cannot do, or would make the topic useless. */
function impossible(
  name: string,
  wanted: TopicDeclaration,
  present: ActualTopic,
  config: ActualTopic["config"],
): string[] {
  const problems: string[] = [];
  const topic = `topics["${name}"]`;
  if (wanted.partitions < present.partitions) {
    problems.push(
      `${topic}.partitions is ${wanted.partitions}, but the topic has ${present.partitions}; ` +
        "Kafka cannot remove partitions. Declare at least as many, or a new topic",
    );
  }
  const inSync = Number(config["min.insync.replicas"] ?? 1);
  if (inSync > wanted.replicationFactor) {
    problems.push(
      `${topic}.replicationFactor is ${wanted.replicationFactor}, but the topic's min.insync.replicas is ${inSync}; ` +
        "nothing could be produced. Declare at least as many replicas, or min.insync.replicas",
    );
  }
  return problems;
}

function configAfter(
  declared: ActualTopic["config"],
  found: ActualTopic["config"],
  previous: ActualTopic["config"],
): Record<string, string> {
  const foreign = Object.entries(found).filter(([key]) => !Object.hasOwn(previous, key));
  return { ...Object.fromEntries(foreign), ...declared };
}

function sameConfig(a: ActualTopic["config"], b: ActualTopic["config"]): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameSetting(key, own(a, key), own(b, key)))
  );
}
