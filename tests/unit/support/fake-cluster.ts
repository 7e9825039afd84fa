import { ConfigResourceTypes, type ITopicMetadata } from "kafkajs";
import type { Administration } from "../../../kafka/administration/administration";
import type { ConfigChange } from "../../../kafka/administration/incremental-alter-configs";
import type { Move } from "../../../kafka/topics/moves";

type Settings = Map<string, string>;
type Key = `${string}/${number}`;

/**
 * The brokers' part in reassignments, as far as a client sees it: what was asked for, in order, is in
 * `requests`. A move is done after it was looked at `looks` times.
 */
export class FakeCluster {
  readonly requests: string[] = [];
  readonly configs = new Map<string, Settings>();
  readonly moves = new Map<Key, Move & { looks: number }>();
  readonly racks = new Map<number, string>();
  bytes = 0n;
  looks = 1;

  constructor(
    public brokerIds: number[],
    readonly assignments: Map<string, number[][]>,
  ) {}

  /** What a client that has just read the cluster knows. */
  get known() {
    const byTopic = new Map<string, Map<number, Move>>();
    for (const [key, move] of this.moves) {
      const [topic = "", partition] = key.split("/");
      byTopic.set(
        topic,
        (byTopic.get(topic) ?? new Map<number, Move>()).set(Number(partition), move),
      );
    }
    return { assignments: this.assignments, brokerIds: [...this.brokerIds], moves: byTopic };
  }

  /** The settings that are left, by `topic name` and `broker id`. */
  get settings(): Record<string, Record<string, string>> {
    const set = [...this.configs].filter(([, settings]) => settings.size > 0);
    return Object.fromEntries(set.map(([of, settings]) => [of, Object.fromEntries(settings)]));
  }

  set(of: string, name: string, value: string | undefined): void {
    const settings = this.configs.get(of) ?? new Map<string, string>();
    this.configs.set(of, settings);
    if (value === undefined) settings.delete(name);
    else settings.set(name, value);
  }

  get admin(): Administration {
    const admin = {
      describeCluster: () =>
        Promise.resolve({ brokers: this.brokerIds.map((nodeId) => ({ nodeId })) }),
      fetchTopicMetadata: () => Promise.resolve({ topics: [] as ITopicMetadata[] }),
      brokerRacks: () => Promise.resolve(this.racks),
      replicaSizes: () => Promise.resolve([{ topic: "", partition: 0, bytes: this.bytes }]),
      describeConfigs: ({ resources }: { resources: { type: number; name: string }[] }) =>
        Promise.resolve({
          resources: resources.map(({ type, name }) => ({
            resourceName: name,
            configEntries: [...(this.configs.get(`${kind(type)} ${name}`) ?? [])].map(
              ([configName, configValue]) => ({ configName, configValue }),
            ),
          })),
        }),
      changeConfigs: (changes: ConfigChange[]) => {
        for (const { type, name, set } of changes) {
          for (const [setting, value] of Object.entries(set)) {
            this.set(`${kind(type)} ${name}`, setting, value);
            this.requests.push(`${kind(type)} ${name}: ${setting.split(".")[0]} ${value ?? "off"}`);
          }
        }
        return Promise.resolve(new Map());
      },
      alterPartitionReassignments: (request: {
        topics: {
          topic: string;
          partitionAssignment: { partition: number; replicas: number[] }[];
        }[];
      }) => {
        const partitions = request.topics.flatMap(({ topic, partitionAssignment }) =>
          partitionAssignment.map((each) => ({ topic, ...each })),
        );
        this.requests.push(`move ${partitions.length}`);
        for (const { topic, partition, replicas } of partitions)
          this.begin(topic, partition, replicas);
        return Promise.resolve();
      },
      listPartitionReassignments: () => Promise.resolve({ topics: this.look() }),
    };
    return admin as unknown as Administration;
  }

  /** Begins a move that is done after as many looks. */
  begin(topic: string, partition: number, replicas: number[], looks = this.looks): void {
    const before = this.assignments.get(topic)?.[partition] ?? [];
    this.moves.set(`${topic}/${partition}`, {
      replicas: [...new Set([...replicas, ...before])],
      adding: replicas.filter((id) => !before.includes(id)),
      removing: before.filter((id) => !replicas.includes(id)),
      looks,
    });
  }

  private look() {
    for (const [key, move] of this.moves) {
      move.looks -= 1;
      if (move.looks >= 0) continue;
      const [topic = "", partition] = key.split("/");
      const assignment = this.assignments.get(topic);
      if (assignment) {
        assignment[Number(partition)] = move.replicas.filter((id) => !move.removing.includes(id));
      }
      this.moves.delete(key);
    }
    return [...this.known.moves].map(([name, partitions]) => ({
      name,
      partitions: [...partitions].map(([partition, { replicas, adding, removing }]) => ({
        ...{ partition, replicas },
        ...{ addingReplicas: adding, removingReplicas: removing },
      })),
    }));
  }
}

function kind(type: number): string {
  return type === Number(ConfigResourceTypes.BROKER) ? "broker" : "topic";
}
