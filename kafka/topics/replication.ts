import { setTimeout as pause } from "node:timers/promises";
import { type Admin, KafkaJSError } from "kafkajs";
import { smokeTopic } from "../smoke/topic";
import { changeReplicationFactor } from "./assignment";
import type { ClusterTopics } from "./cluster-topics";
import { defaultReplicationFactor } from "./declaration";

const timeoutSeconds = 300;

/**
 * Gives topics another number of copies by partition reassignment, and waits until the new copies are
 * in sync. Topics that do not exist are left out.
 *
 * @param cluster The topics as they are.
 * @param replicationFactors The number of copies by topic.
 * @throws Transient error, with nothing asked for, where the broker that answered knows of fewer brokers
 *   than copies: it has just started, or one has just gone.
 */
export async function replicateTopics(
  admin: Admin,
  { assignments, brokerIds }: Pick<ClusterTopics, "assignments" | "brokerIds">,
  replicationFactors: Readonly<Record<string, number>>,
): Promise<void> {
  const most = Math.max(0, ...Object.values(replicationFactors));
  if (brokerIds.length < most) {
    throw new KafkaJSError(
      `${most} copies need as many brokers, and the broker that was asked knows of ${brokerIds.length}`,
      { retriable: true },
    );
  }
  const changes = Object.entries(replicationFactors).flatMap(([topic, copies]) => {
    const before = assignments.get(topic) ?? [];
    const after = changeReplicationFactor(before, copies, brokerIds);
    const moved = after.flatMap((replicas, partition) =>
      replicas.length === before[partition]?.length ? [] : [{ partition, replicas: [...replicas] }],
    );
    return moved.length === 0 ? [] : [{ topic, partitionAssignment: moved }];
  });
  if (changes.length === 0) return;
  await admin.alterPartitionReassignments({ topics: changes, timeout: 30000 });
  await waitForReassignments(admin, new Set(changes.map(({ topic }) => topic)));
}

/** Topics that nobody declares. They were made when there were fewer brokers, and would be lost, or refuse to be written, with one of them. */
const undeclaredTopics = ["__consumer_offsets", "__transaction_state", smokeTopic];

/** The number of copies that Kafka's own topics and the smoke test's should have, where they have fewer. */
export function undeclaredReplication(
  { assignments }: Pick<ClusterTopics, "assignments">,
  brokers: number,
): Record<string, number> {
  const wanted = defaultReplicationFactor(brokers);
  const lacking = undeclaredTopics.filter((name) =>
    assignments.get(name)?.some((replicas) => replicas.length < wanted),
  );
  return Object.fromEntries(lacking.map((name) => [name, wanted]));
}

/** Waits for the reassignments of these topics; others' are not our concern. */
async function waitForReassignments(admin: Admin, ours: ReadonlySet<string>): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const { topics } = await admin.listPartitionReassignments({});
    const moving = topics.map(({ topic }) => topic).filter((topic) => ours.has(topic));
    if (moving.length === 0) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The brokers are still copying ${moving.join(", ")} after ${timeoutSeconds} s. ` +
          "They go on by themselves; run `pulumi up` again later",
      );
    }
    await pause(300);
  }
}
