import type { Connection } from "../targets/connection";
import { explain, openKafka, withAdmin } from "./connections/kafka";

/**
 * Says why brokers cannot be removed, or undefined. Brokers are numbered from 1, and those with the highest
 * numbers are removed. One that still holds a replica of a partition would take it along.
 *
 * @param reach How to reach the cluster as it is.
 * @param brokers Number of brokers that stay.
 */
export async function scaleDownProblem(
  connection: Connection,
  brokers: number,
): Promise<string | undefined> {
  let topics: string[];
  try {
    const kafka = await openKafka(connection, { retry: { retries: 2 } });
    topics = await withAdmin(kafka, async (admin) => {
      const metadata = await admin.fetchTopicMetadata();
      return metadata.topics
        .filter(({ partitions }) =>
          partitions.some(({ replicas }) => replicas.some((broker) => broker > brokers)),
        )
        .map(({ name }) => name);
    });
  } catch (error) {
    return (
      `cannot change to ${brokers}: the cluster does not report which brokers hold partitions ` +
      `(${explain(error)}). Bring it back first`
    );
  }
  return topics.length === 0 ? undefined : holdPartitions(brokers, topics);
}

/** Says that brokers above a number hold partitions of these topics, and what to do. */
export function holdPartitions(brokers: number, topics: readonly string[]): string {
  return (
    `cannot change to ${brokers}: brokers above ${brokers} hold partitions of ${listed(topics)}. Move them with ` +
    'kafka-reassign-partitions: docs/topics.md has the commands, under "Fewer brokers". Then try again; nothing was changed'
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
