import { ConfigResourceTypes } from "kafkajs";
import type { ConsumerGroupDetails, TopicConfig } from "./contract";
import type { ClusterConfiguration } from "./environment";
import { RequestError } from "./errors";
import { History } from "./history/history";
import { ClusterClient, type Offsets } from "./kafka/cluster-client";
import type { Metadata, TopicMetadata } from "./kafka/metadata";
import { configSource } from "./views/configs";
import { assignedTopics, type Committed, groupView } from "./views/groups";

/** Groups that are asked about at the same time: a coordinator answers each one by itself. */
const groupsAtOnce = 16;

/** One cluster of the console: what it can be asked, and what was measured of it. */
export class ClusterService {
  readonly client: ClusterClient;
  readonly history: History;

  constructor(readonly configuration: ClusterConfiguration) {
    this.client = new ClusterClient(configuration);
    this.history = new History(this);
  }

  /** @throws RequestError 404 where there is no such topic. */
  async topic(name: string): Promise<TopicMetadata> {
    const topic = (await this.client.metadata()).topics.get(name);
    if (!topic) throw new RequestError(404, `There is no topic ${name}.`);
    return topic;
  }

  /** The settings of some topics, by topic. */
  async configs(topics: readonly string[]): Promise<ReadonlyMap<string, TopicConfig[]>> {
    if (topics.length === 0) return new Map();
    const admin = await this.client.admin();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: true,
      resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
    });
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        configEntries.map((entry): TopicConfig => {
          const synonyms = entry.configSynonyms.map((synonym) => ({
            name: synonym.configName,
            value: synonym.configValue,
            source: configSource(synonym.configSource),
          }));
          const fallback = synonyms.find(({ source }) => source !== "DYNAMIC_TOPIC_CONFIG");
          return {
            name: entry.configName,
            value: entry.configValue,
            ...(fallback && { defaultValue: fallback.value }),
            source: configSource(entry.configSource),
            isSensitive: entry.isSensitive,
            isReadOnly: entry.readOnly,
            synonyms,
          };
        }),
      ]),
    );
  }

  /** Ids of all groups, in their order. */
  async groupIds(): Promise<string[]> {
    const { groups } = await (await this.client.admin()).listGroups();
    return groups.map(({ groupId }) => groupId).sort();
  }

  /** Groups with what each partition has left to read; one that is gone meanwhile is `DEAD` and empty. */
  async groups(ids: readonly string[]): Promise<ConsumerGroupDetails[]> {
    const views: ConsumerGroupDetails[] = [];
    for (let from = 0; from < ids.length; from += groupsAtOnce) {
      views.push(...(await this.someGroups(ids.slice(from, from + groupsAtOnce))));
    }
    return views;
  }

  private async someGroups(ids: readonly string[]): Promise<ConsumerGroupDetails[]> {
    const admin = await this.client.admin();
    const [metadata, { groups }, ...committed] = await Promise.all([
      this.client.metadata(),
      admin.describeGroups([...ids]),
      ...ids.map((groupId) => this.committed(groupId)),
    ]);
    const topics = [
      ...committed.flatMap((offsets) => [...offsets.keys()]),
      ...groups.flatMap(assignedTopics),
    ];
    const ends = await this.ends(metadata, topics);
    return ids.flatMap((id, index) => {
      const group = groups.find(({ groupId }) => groupId === id);
      return group ? [groupView(group, committed[index] ?? new Map(), ends)] : [];
    });
  }

  private async committed(groupId: string): Promise<Committed> {
    const admin = await this.client.admin();
    const topics = await admin.fetchOffsets({ groupId });
    return new Map(
      topics.map(({ topic, partitions }) => [
        topic,
        // -1 says that nothing is committed.
        new Map(
          partitions.flatMap(({ partition, offset }) =>
            Number(offset) < 0 ? [] : [[partition, Number(offset)] as const],
          ),
        ),
      ]),
    );
  }

  private ends(
    { topics }: Metadata,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, Offsets>> {
    const known = [...new Set(names)].flatMap((name) => topics.get(name) ?? []);
    return this.client.offsets(known, "latest");
  }
}
