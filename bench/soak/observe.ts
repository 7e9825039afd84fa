import type { Admin } from "kafkajs";
import { containerMemory } from "../contenders/docker";
import { docker } from "../../tests/e2e/support/command";

/** What was seen of a platform at a moment. */
export interface Observation {
  /** Seconds since the soak began. */
  readonly at: number;
  /** Of each container, in MiB. */
  readonly memory: Readonly<Record<string, number>>;
  /** Open file handles of the server in each container. */
  readonly handles: Readonly<Record<string, number>>;
  /** Messages that the consumer's group has not committed yet. */
  readonly lag: number;
}

/** Looks at the containers and at how far a group is behind. */
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
  // In this order: what is produced in between counts as lag.
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
  );
  return (committed?.partitions ?? []).reduce(
    // A partition of which nothing is committed yet is at -1.
    (sum, { partition, offset }) => sum + (ends.get(partition) ?? 0) - Math.max(0, Number(offset)),
    0,
  );
}
