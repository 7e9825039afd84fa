import { type Admin, ConfigResourceTypes } from "kafkajs";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import type { TestStack } from "../e2e/support/stack";
import { type Seconds, timed, topicsOf } from "./table";

const batchSize = 250;
const timeout = 30000;

/** The same topics in as few calls as kafkajs needs, with nothing around them: the floor. */
export async function bareCalls(stack: TestStack, count: number): Promise<Seconds> {
  const addresses = [`localhost:${String(stack.get("brokerPort"))}`];
  const connected = async (work: (admin: Admin) => Promise<unknown>) =>
    timed(async () => withAdmin(await openKafka({ via: "direct", addresses }), work));
  const topics = topicsOf(`bare${count}`, count);
  const names = topics.map(({ name }) => name);
  return {
    create: await connected((admin) => create(admin, topics)),
    noOp: await connected((admin) => read(admin, names)),
    refresh: await connected((admin) => read(admin, names)),
    addOne: await connected((admin) => create(admin, topicsOf(`bareMore${count}`, 1))),
    remove: await connected((admin) => remove(admin, names)),
  };
}

async function create(admin: Admin, topics: ReturnType<typeof topicsOf>): Promise<void> {
  for (const batch of batches(topics)) {
    await admin.createTopics({
      waitForLeaders: true,
      timeout,
      topics: batch.map(({ name, partitions, config }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: 1,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      })),
    });
  }
}

/** What it takes to know that nothing has changed. */
async function read(admin: Admin, names: readonly string[]): Promise<void> {
  await admin.fetchTopicMetadata();
  await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
}

async function remove(admin: Admin, names: readonly string[]): Promise<void> {
  await admin.deleteTopics({ topics: [...names], timeout });
}

function batches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
}
