import { setTimeout as pause } from "node:timers/promises";
import type { Admin } from "kafkajs";
import { smokeTopic } from "../smoke/topic";
import { type Assignment, changeReplicationFactor } from "./assignment";
import { defaultReplicationFactor } from "./declaration";

const timeoutSeconds = 300;

/**
 * Gives topics another number of copies by partition reassignment, and waits until the new copies are
 * in sync. Topics that do not exist are left out.
 *
 * @param replicationFactors The number of copies by topic.
 */
export async function replicateTopics(
  admin: Admin,
  replicationFactors: Readonly<Record<string, number>>,
): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const names = Object.keys(replicationFactors).filter((name) => existing.has(name));
  if (names.length === 0) return;
  const [{ brokers }, { topics }] = await Promise.all([
    admin.describeCluster(),
    admin.fetchTopicMetadata({ topics: names }),
  ]);
  const ids = brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b);
  const changes = topics.flatMap(({ name, partitions }) => {
    const before: Assignment = [...partitions]
      .sort((a, b) => a.partitionId - b.partitionId)
      .map(({ replicas }) => replicas);
    const after = changeReplicationFactor(before, replicationFactors[name] ?? 1, ids);
    const moved = after.flatMap((replicas, partition) =>
      replicas.length === before[partition]?.length ? [] : [{ partition, replicas: [...replicas] }],
    );
    return moved.length === 0 ? [] : [{ topic: name, partitionAssignment: moved }];
  });
  if (changes.length === 0) return;
  await admin.alterPartitionReassignments({ topics: changes, timeout: 30000 });
  await waitForReassignments(admin);
}

/** Topics that nobody declares. They were made when there were fewer brokers, and would be lost, or refuse to be written, with one of them. */
const undeclaredTopics = ["__consumer_offsets", "__transaction_state", smokeTopic];

/** The number of copies that Kafka's own topics and the smoke test's should have, where they have fewer. */
export async function undeclaredReplication(
  admin: Admin,
  brokers: number,
): Promise<Record<string, number>> {
  const wanted = defaultReplicationFactor(brokers);
  const existing = new Set(await admin.listTopics());
  const names = undeclaredTopics.filter((name) => existing.has(name));
  if (names.length === 0) return {};
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  return Object.fromEntries(
    topics
      .filter(({ partitions }) => partitions.some(({ replicas }) => replicas.length < wanted))
      .map(({ name }) => [name, wanted]),
  );
}

async function waitForReassignments(admin: Admin): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const { topics } = await admin.listPartitionReassignments({});
    if (topics.length === 0) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The brokers are still copying ${topics.map(({ topic }) => topic).join(", ")} after ${timeoutSeconds} s. ` +
          "They go on by themselves; run `pulumi up` again later",
      );
    }
    await pause(300);
  }
}
