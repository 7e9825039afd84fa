import { ConfigSource } from "kafkajs";
import { withAdministration } from "../../../kafka/administration/administration";
import type { ConfigChange } from "../../../kafka/administration/incremental-alter-configs";
import { convergeTopics } from "../../../kafka/topics/converge";
import { planTopics, type PlanArgs } from "../../../kafka/topics/plan";

jest.mock("../../../kafka/administration/administration", () => ({
  withAdministration: jest.fn(),
}));
jest.mock("../../../kafka/cluster", () => ({ waitForCluster: () => Promise.resolve() }));

interface Topic {
  partitions: number;
  config: Record<string, string>;
}

/** One broker. What a client does in between is done before its topics are created. */
class FakeBroker {
  readonly topics = new Map<string, Topic>();
  readonly requests: string[] = [];
  meanwhile: () => void = () => undefined;

  readonly admin = {
    describeCluster: () => Promise.resolve({ clusterId: "id", brokers: [{ nodeId: 1 }] }),
    listPartitionReassignments: () => Promise.resolve({ topics: [] }),
    fetchTopicMetadata: () => {
      this.requests.push("metadata");
      const topics = [...this.topics].map(([name, { partitions }]) => ({
        name,
        partitions: Array.from({ length: partitions }, (_, partitionId) => ({
          partitionId,
          replicas: [1],
        })),
      }));
      return Promise.resolve({ topics });
    },
    describeConfigs: ({ resources }: { resources: { name: string }[] }) =>
      Promise.resolve({
        resources: resources.map(({ name }) => ({
          resourceName: name,
          configEntries: Object.entries(this.topics.get(name)?.config ?? {}).map(
            ([configName, configValue]) => ({
              ...{ configName, configValue },
              configSource: ConfigSource.TOPIC_CONFIG,
            }),
          ),
        })),
      }),
    createTopics: ({ topics }: { topics: CreatedTopic[] }) => {
      this.meanwhile();
      this.requests.push("create");
      const existing: string[] = [];
      for (const { topic, numPartitions, configEntries } of topics) {
        if (this.topics.has(topic)) existing.push(topic);
        else
          this.topics.set(topic, {
            partitions: numPartitions,
            config: Object.fromEntries(configEntries.map(({ name, value }) => [name, value])),
          });
      }
      // As kafkajs tells it, where nothing else is wrong.
      return Promise.resolve(existing.length === 0);
    },
    createPartitions: ({
      topicPartitions,
    }: {
      topicPartitions: { topic: string; count: number }[];
    }) => {
      this.requests.push("grow");
      for (const { topic, count } of topicPartitions) this.of(topic).partitions = count;
      return Promise.resolve();
    },
    changeConfigs: (changes: ConfigChange[]) => {
      this.requests.push("configure");
      for (const { name, set } of changes) Object.assign(this.of(name).config, set);
      return Promise.resolve(new Map());
    },
    deleteTopics: ({ topics }: { topics: string[] }) => {
      this.requests.push("delete");
      topics.forEach((name) => this.topics.delete(name));
      return Promise.resolve();
    },
  };

  private of(name: string): Topic {
    const topic = this.topics.get(name);
    if (!topic) throw new Error(`${name} is not there`);
    return topic;
  }
}

interface CreatedTopic {
  topic: string;
  numPartitions: number;
  configEntries: { name: string; value: string }[];
}

const declared = {
  orders: { partitions: 6, replicationFactor: 1, config: { "retention.ms": "3600000" } },
  stock: { partitions: 2, replicationFactor: 1, config: {} },
};
const old = { partitions: 1, replicationFactor: 1, config: {} };
let broker: FakeBroker;

beforeEach(() => {
  broker = new FakeBroker();
  jest.mocked(withAdministration).mockImplementation((_reach, use) => use(broker.admin as never));
});

function converge(changes: Partial<PlanArgs> = {}): Promise<void> {
  const { previous = {} } = changes;
  return convergeTopics({
    connection: { via: "direct", addresses: ["one:1"] },
    brokers: 1,
    names: [...Object.keys(declared), ...Object.keys(previous)],
    read: { expected: Object.keys(previous) },
    replication: {
      throttleMBps: 0,
      report: () => undefined,
      warn: () => undefined,
    },
    plan: ({ topics }) => {
      const plan = planTopics({ declared, actual: topics, ...changes });
      if (plan.problems.length > 0) throw new Error(plan.problems.join("\n"));
      return plan;
    },
  });
}

test("created topics are looked at once more, and where nothing was created nothing is", async () => {
  await converge();
  expect(broker.requests).toEqual(["metadata", "create", "metadata"]);
  broker.requests.splice(0);
  await converge();
  expect(broker.requests).toEqual(["metadata"]);
});

test("a topic that a client has made in the meantime becomes as declared before anything is deleted", async () => {
  broker.topics.set("gone", { partitions: 1, config: {} });
  broker.meanwhile = () => broker.topics.set("orders", { partitions: 1, config: {} });
  const orders = { ...declared.orders, renamedFrom: "gone" };
  const stock = { ...declared.stock, renamedFrom: "gone" };
  const renamed = { declared: { orders, stock }, previous: { gone: old }, deleteTopics: true };
  await converge(renamed);
  expect(Object.fromEntries(broker.topics)).toEqual({
    orders: { partitions: 6, config: { "retention.ms": "3600000" } },
    stock: { partitions: 2, config: {} },
  });
  expect(broker.requests).toEqual([
    "metadata",
    "create",
    "metadata",
    "grow",
    "configure",
    "delete",
  ]);
});

test("one that was made with too many partitions is refused, not reported as declared", async () => {
  broker.meanwhile = () => broker.topics.set("orders", { partitions: 12, config: {} });
  await expect(converge()).rejects.toThrow(
    'topics["orders"].partitions is 6, but the topic has 12; Kafka cannot remove partitions',
  );
});

test("a topic that was deleted beside is not waited for", async () => {
  broker.topics.set("gone", { partitions: 1, config: {} });
  broker.topics.set("orders", { partitions: 6, config: declared.orders.config });
  const stock = { ...declared.stock, renamedFrom: "gone" };
  const renamed = { declared: { ...declared, stock }, previous: { gone: old }, deleteTopics: true };
  await converge(renamed);
  expect(broker.requests).toEqual(["metadata", "create", "delete", "metadata"]);
});
