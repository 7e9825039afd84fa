import type { Admin } from "kafkajs";
import { containerMemory } from "../contenders/docker";
import { docker } from "../../tests/e2e/support/command";

/** What was observed of a platform at one moment. */
export interface Observation {
  /** Seconds since the soak began. */
  readonly at: number;
  /** Memory of each container in MiB. */
  readonly memory: Readonly<Record<string, number>>;
  /** Open file handles of the server in each container. */
  readonly handles: Readonly<Record<string, number>>;
  /** Messages that the consumer group has not committed yet. */
  readonly lag: number;
}

/** Observes the containers and the lag of a consumer group. */
export async function observe(
  at: number,
  prefix: string,
  containers: readonly string[],
  lag: () => Promise<number>,
): Promise<Observation> {
  const [memory, handles] = [{}, {}] as [Record<string, number>, Record<string, number>];
  for (const name of containers) {
    memory[name] = await containerMemory([`${prefix}${name}`]);
    // The server is the container's first process, and the command runs as the same user.
    const [count] = await docker("exec", `${prefix}${name}`, "sh", "-c", "ls /proc/1/fd | wc -l");
    handles[name] = Number(count);
  }
  return { at, memory, handles, lag: await lag() };
}

/** How many messages of a topic a group has not committed. */
export async function groupLag(admin: Admin, groupId: string, topic: string): Promise<number> {
  // In this order: messages produced in between count as lag.
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
  );
  return (committed?.partitions ?? []).reduce(
    // The offset is -1 for a partition without a commit.
    (sum, { partition, offset }) => sum + (ends.get(partition) ?? 0) - Math.max(0, Number(offset)),
    0,
  );
}
