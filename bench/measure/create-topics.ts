import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import type { TopicDeclarations } from "../../kafka/topics/declaration";
import type { Connection } from "../../targets/connection";

/** Creates topics as fast as a client can: in one call, from a process that runs already. */
export async function createTopics(
  connection: Connection,
  topics: TopicDeclarations,
): Promise<void> {
  const request = Object.entries(topics).map(([topic, each]) => ({
    topic,
    numPartitions: each.partitions,
    replicationFactor: each.replicationFactor,
    configEntries: Object.entries(each.config).map(([name, value]) => ({ name, value })),
  }));
  await withAdmin(await openKafka(connection), (admin) => admin.createTopics({ topics: request }));
}
