import { type Admin, ConfigResourceTypes, ConfigSource } from "kafkajs";
import type { ActualTopic, TopicPlan } from "./plan";

/** Reads the topics of these names that exist, in two requests whatever their number. */
export async function readTopics(
  admin: Admin,
  names: readonly string[],
): Promise<Record<string, ActualTopic>> {
  const existing = new Set(await admin.listTopics());
  const wanted = names.filter((name) => existing.has(name));
  // Asked about no topics, Kafka answers about all.
  if (wanted.length === 0) return {};
  const [metadata, configs] = await Promise.all([
    admin.fetchTopicMetadata({ topics: wanted }),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: wanted.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
    }),
  ]);
  const configOf = new Map(
    configs.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(
        configEntries
          .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
          .map(({ configName, configValue }) => [configName, configValue]),
      ),
    ]),
  );
  return Object.fromEntries(
    metadata.topics.map(({ name, partitions }) => [
      name,
      {
        partitions: partitions.length,
        replicationFactor: partitions[0]?.replicas.length ?? 0,
        config: configOf.get(name) ?? {},
      },
    ]),
  );
}

/** Carries out a plan, with one request for each kind of change. Whatever succeeded of an interrupted plan, a new plan takes up. */
export async function applyPlan(admin: Admin, plan: TopicPlan): Promise<void> {
  const create = Object.entries(plan.create);
  if (create.length > 0) {
    await admin.createTopics({
      waitForLeaders: true,
      timeout: 30000,
      topics: create.map(([topic, { partitions, replicationFactor, config }]) => ({
        topic,
        numPartitions: partitions,
        replicationFactor,
        configEntries: entries(config),
      })),
    });
  }
  const grow = Object.entries(plan.grow);
  if (grow.length > 0) {
    await admin.createPartitions({
      timeout: 30000,
      topicPartitions: grow.map(([topic, count]) => ({ topic, count })),
    });
  }
  const configure = Object.entries(plan.configure);
  if (configure.length > 0) {
    await admin.alterConfigs({
      validateOnly: false,
      resources: configure.map(([name, config]) => ({
        type: ConfigResourceTypes.TOPIC,
        name,
        configEntries: entries(config),
      })),
    });
  }
}

function entries(config: Readonly<Record<string, string>>) {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}
