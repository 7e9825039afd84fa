import { type Admin, ConfigResourceTypes } from "kafkajs";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import { lookUntil } from "../../kafka/topics/look-until";
import type { TopicDeclarations } from "../../kafka/topics/declaration";
import type { Connection } from "../../targets/connection";

/** Topics per request: more are no faster, and may take the brokers longer than a request may last. */
const batchSize = 250;
const timeout = 30000;
const goneSeconds = 120;

/** Seconds of calls of the admin client with nothing around them: the least that any tool takes. */
export interface BareSeconds {
  /** Connecting and creating all topics, 250 in a request, until each partition has a leader. */
  readonly create: number;
  /** Connecting, and reading partitions and settings of all topics. */
  readonly read: number;
}

/** Creates, reads and removes topics by bare calls; only the first two are measured. */
export async function bareTopics(
  connection: Connection,
  topics: TopicDeclarations,
): Promise<BareSeconds> {
  const names = Object.keys(topics);
  const timed = async (work: (admin: Admin) => Promise<unknown>) => {
    const started = performance.now();
    await withAdmin(await openKafka(connection), work);
    return (performance.now() - started) / 1000;
  };
  const create = await timed((admin) => createInBatches(admin, topics));
  const read = await timed((admin) => readTopics(admin, names));
  return { create, read };
}

/** Removes topics, and waits until the brokers have none left, so that nothing else runs while others are measured. */
export async function removeTopics(
  connection: Connection,
  names: readonly string[],
): Promise<void> {
  await withAdmin(await openKafka(connection), (admin) =>
    admin.deleteTopics({ topics: [...names], timeout }),
  );
  await waitUntilGone(connection, names);
}

/** Waits until the brokers list none of these topics. */
export async function waitUntilGone(
  connection: Connection,
  names: readonly string[],
): Promise<void> {
  await withAdmin(await openKafka(connection), (admin) =>
    lookUntil(
      async () => new Set(await admin.listTopics()),
      (listed) => !names.some((name) => listed.has(name)),
      goneSeconds,
    ),
  );
}

/** Creates topics, 250 in a request, until each partition has a leader. */
export async function createInBatches(admin: Admin, declared: TopicDeclarations): Promise<void> {
  const topics = Object.entries(declared).map(([topic, each]) => ({
    topic,
    numPartitions: each.partitions,
    replicationFactor: each.replicationFactor,
    configEntries: Object.entries(each.config).map(([name, value]) => ({ name, value })),
  }));
  for (let from = 0; from < topics.length; from += batchSize) {
    await admin.createTopics({
      waitForLeaders: true,
      timeout,
      topics: topics.slice(from, from + batchSize),
    });
  }
}

/** Reads partitions and settings of topics: what it takes to know that nothing has changed. */
export async function readTopics(admin: Admin, names: readonly string[]): Promise<void> {
  await admin.fetchTopicMetadata();
  await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
}
