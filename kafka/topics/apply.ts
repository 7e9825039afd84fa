import { sameSetting } from "./settings";
import { own } from "../../common/own";
import { type Admin, ConfigResourceTypes } from "kafkajs";
import { Interruption } from "../../common/interruption";
import type { Administration } from "../administration/administration";
import { explain, isTransient } from "../connections/kafka";
import type { TopicDeclaration } from "./declaration";
import type { ActualTopics, TopicPlan } from "./plan";

/** Topics per request. More are no faster (docs/topics.md), and may take the brokers longer than a request may last. */
const batchSize = 250;
/** Deletions are quick to request, and the fewer requests the quicker. */
const deletionBatchSize = 1000;
/** How long a broker may work on a request. */
const timeout = 20000;

/** Some topics could not be changed as planned; all others were. */
export class RefusedTopics extends Error {
  /** @param names The topics that were refused. */
  constructor(
    message: string,
    readonly names: ReadonlySet<string>,
  ) {
    super(message);
  }
}

/** A topic that was refused, and why. */
type Failure = readonly [name: string, reason: string];

/**
 * Creates, grows, configures and deletes topics as planned, in batches over one connection. After an
 * interruption, a new plan continues from what succeeded.
 *
 * @param actual The topics that the plan was made for.
 * @returns The topics that must be read again to know their state: those it has created, and those that
 *   someone else has created or grown since the plan was made. If there are any of the latter, nothing is
 *   deleted yet.
 * @throws {@link RefusedTopics}, or a transient error if a broker went away or took too long: it is then
 *   unknown how far it got.
 */
export async function applyPlan(
  admin: Administration,
  plan: TopicPlan,
  actual: ActualTopics,
): Promise<string[]> {
  const overtaken = new Set<string>();
  const failures = [
    ...(await createTopics(admin, Object.entries(plan.create), overtaken)),
    ...(await inBatches(Object.entries(plan.grow), (batch) => growTopics(admin, batch, overtaken))),
    ...(await configureTopics(admin, Object.entries(plan.configure), actual)),
  ];
  // What takes a topic's place must exist before the topic is deleted.
  if (failures.length === 0 && overtaken.size === 0) {
    const going = plan.delete.map((name): [string, undefined] => [name, undefined]);
    failures.push(
      ...(await inBatches(going, (batch) => deleteTopics(admin, batch), deletionBatchSize)),
    );
  }
  if (failures.length > 0) {
    const unchecked =
      overtaken.size === 0
        ? ""
        : `; not checked: ${[...overtaken].join(", ")}, as something else had already created or grown it`;
    const reasons = failures.map(([name, reason]) => `${name}: ${reason}`);
    throw new RefusedTopics(
      `${failures.length === 1 ? "1 topic" : `${failures.length} topics`} could not be created or changed as declared; ` +
        `the changes to the others are done, except deletions${unchecked}. ${reasons.join("; ")}`,
      new Set(failures.map(([name]) => name)),
    );
  }
  return [...new Set([...Object.keys(plan.create), ...overtaken])];
}

type Config = Readonly<Record<string, string>>;
type Named<Value> = readonly (readonly [name: string, value: Value])[];

async function createTopics(
  admin: Admin,
  topics: Named<TopicDeclaration>,
  overtaken: Set<string>,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const batch of batches(topics, batchSize)) {
    try {
      const wereMissing = await admin.createTopics({
        waitForLeaders: true,
        timeout,
        topics: batch.map(([topic, { partitions, replicationFactor, config }]) => ({
          topic,
          numPartitions: partitions,
          replicationFactor,
          configEntries: entries(config),
        })),
      });
      // If nothing else is wrong, kafkajs does not say which of them exist.
      if (!wereMissing) batch.forEach(([name]) => overtaken.add(name));
    } catch (error) {
      // A topic that timed out is still being created.
      if (endsAll(error)) throw error;
      failures.push(...creationErrors(error, overtaken));
    }
  }
  return failures;
}

/** Why topics of a batch were not created; those that exist are added to `overtaken`. */
function creationErrors(error: unknown, overtaken: Set<string>): Failure[] {
  const { errors } = error as { errors?: { topic?: string; type?: string; message: string }[] };
  if (!errors) throw error;
  return errors.flatMap(({ topic = "", type, message }): Failure[] => {
    if (type !== "TOPIC_ALREADY_EXISTS") return [[topic, message]];
    // The brokers completed the request of an interrupted run, or a client created it with their defaults.
    overtaken.add(topic);
    return [];
  });
}

async function growTopics(
  admin: Admin,
  topics: Named<number>,
  overtaken: Set<string>,
): Promise<void> {
  try {
    await admin.createPartitions({
      timeout,
      topicPartitions: topics.map(([topic, count]) => ({ topic, count })),
    });
  } catch (error) {
    const [[name] = [""]] = topics;
    if (topics.length > 1 || !hasAsMany(error)) throw error;
    overtaken.add(name);
  }
}

/** Sets what differs, setting by setting: what others have set in the meantime stays. */
async function configureTopics(
  admin: Administration,
  topics: Named<Config>,
  actual: ActualTopics,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const batch of batches(topics, batchSize)) {
    const changes = batch.map(([name, config]) => ({
      type: ConfigResourceTypes.TOPIC as const,
      name,
      set: differing(own(actual, name)?.config ?? {}, config),
    }));
    for (const [name, error] of await admin.changeConfigs(changes)) {
      if (isTransient(error)) throw error;
      failures.push([name, explain(error)]);
    }
  }
  return failures;
}

/** The settings whose values differ, with the new values; undefined for a setting to remove. */
function differing(before: Config, now: Config): Record<string, string | undefined> {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => !sameSetting(name, own(before, name), own(now, name)))
      .map((name) => [name, own(now, name)]),
  );
}

async function deleteTopics(admin: Admin, topics: Named<undefined>): Promise<void> {
  await admin.deleteTopics({ topics: topics.map(([name]) => name), timeout });
}

/**
 * Changes topics batch by batch, and returns which failed. Kafka answers for each topic, but kafkajs passes on
 * only the first error and not whose it is: the topics of a failed batch are changed one by one.
 */
async function inBatches<Value>(
  topics: Named<Value>,
  change: (batch: Named<Value>) => Promise<void>,
  size = batchSize,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const batch of batches(topics, size)) {
    const failed = await change(batch).then(
      () => false,
      (error: unknown) => {
        if (endsAll(error)) throw error;
        return true;
      },
    );
    for (const topic of failed ? batch : []) {
      await change([topic]).catch((error: unknown) => {
        if (endsAll(error)) throw error;
        failures.push([topic[0], explain(error)]);
      });
    }
  }
  return failures;
}

/** Whether an error is not about one topic: later requests would fail with it, too. */
function endsAll(error: unknown): boolean {
  return isTransient(error) || error instanceof Interruption;
}

/** Whether a topic already has as many partitions, or more: from the failed batch, or from someone else. */
function hasAsMany(error: unknown): boolean {
  return (error as { type?: string }).type === "INVALID_PARTITIONS";
}

function batches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function entries(config: Readonly<Record<string, string>>) {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}
