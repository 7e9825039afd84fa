import { z } from "zod";
import {
  defaultReplicationFactor,
  topicCollisionKey,
  type TopicDeclarations,
  topicNameProblem,
} from "../kafka/topics/declaration";
import { topicSettingProblem } from "../kafka/topics/settings";
import { settings, wholeNumber } from "./arguments";

/** A topic, with defaults for what it leaves out. */
export interface TopicOptions {
  /** Number of partitions, from 1 to 10000; it can grow later and never shrink. */
  readonly partitions: number;
  /** Replicas of each partition, up to the number of brokers. Default: 3, or the number of brokers if fewer. */
  readonly replicationFactor?: number | undefined;
  /** Topic settings by Kafka's names. Default: none, so that the brokers' values apply. */
  readonly config?: Readonly<Record<string, string>> | undefined;
  /** Whether the topic is kept even if topics may be deleted. Default: false. */
  readonly preventDelete?: boolean | undefined;
  /** The topic that this one replaces, which may then be deleted with its messages. Default: none. */
  readonly renamedFrom?: string | undefined;
}

/** What can be chosen about {@link ManagedTopics}. */
export interface ManagedTopicsOptions {
  /** The topics by name. Default: none. */
  readonly topics?: Readonly<Record<string, TopicOptions>> | undefined;
  /** Whether topics that are no longer declared are deleted, with their messages. Default: false. */
  readonly deleteTopics?: boolean | undefined;
  /** Topics to delete, as opposed to topics that continue under a new name. Default: none. */
  readonly removedTopics?: readonly string[] | undefined;
  /**
   * Megabytes (10^6 bytes) per second of moved replicas that a broker may send or receive; 0: no limit. Default: 50.
   */
  readonly replicationThrottleMBps?: number | undefined;
}

const topic = z.strictObject({
  partitions: wholeNumber(1, 10_000),
  replicationFactor: wholeNumber(1, 9).optional(),
  config: settings(topicSettingProblem).default({}),
  preventDelete: z.boolean().optional(),
  renamedFrom: z.string().optional(),
});

/** The fields of {@link ManagedTopicsOptions}, with the defaults. */
export const managedTopicsFields = {
  topics: z
    .record(z.string(), topic)
    .superRefine((topics, context) => {
      const names = new Map<string, string>();
      for (const name of Object.keys(topics)) {
        const other = names.get(topicCollisionKey(name));
        names.set(topicCollisionKey(name), name);
        const message =
          topicNameProblem(name) ??
          (other && `collides with ${other}: Kafka's metrics replace '.' with '_'`);
        if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
      }
    })
    .default({}),
  deleteTopics: z.boolean().default(false),
  removedTopics: z.array(z.string()).default([]),
  replicationThrottleMBps: wholeNumber(0, 100_000).default(50),
};

/** Topics as their brokers will have them. */
export function declarations(
  topics: Readonly<Record<string, TopicOptions>>,
  brokers: number,
): TopicDeclarations {
  return Object.fromEntries(
    Object.entries(topics).map(([name, { preventDelete, renamedFrom, ...each }]) => [
      name,
      {
        partitions: each.partitions,
        replicationFactor: each.replicationFactor ?? defaultReplicationFactor(brokers),
        config: each.config ?? {},
        ...(preventDelete && { preventDelete }),
        ...(renamedFrom !== undefined && { renamedFrom }),
      },
    ]),
  );
}

/** Reports topics that declare more replicas than there are brokers. */
export function replicasFit(
  topics: Readonly<Record<string, TopicOptions>>,
  brokers: number,
  context: z.RefinementCtx,
): void {
  for (const [name, { replicationFactor = 1 }] of Object.entries(topics)) {
    if (replicationFactor <= brokers) continue;
    context.addIssue({
      code: "custom",
      path: ["topics", name, "replicationFactor"],
      message: `is ${replicationFactor}; must be at most the number of brokers, ${brokers}`,
    });
  }
}
