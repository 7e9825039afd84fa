import type { TopicConfig } from "./contract";
import type { ClusterConfiguration } from "./environment";
import { RequestError } from "./errors";
import { GroupReader } from "./group-reader";
import { History } from "./history/history";
import { ClusterClient } from "./kafka/cluster-client";
import { describeConfigs } from "./kafka/configs";
import type { TopicMetadata } from "./kafka/metadata";
import { topicConfig } from "./views/configs";

/** One cluster of the console: the requests it answers, and its history. */
export class ClusterService {
  readonly client: ClusterClient;
  readonly groups: GroupReader;
  readonly history: History;

  constructor(readonly configuration: ClusterConfiguration) {
    this.client = new ClusterClient(configuration);
    this.groups = new GroupReader(this.client);
    this.history = new History(this.client, this.groups);
  }

  /** @throws RequestError 404 if the topic does not exist. */
  async topic(name: string): Promise<TopicMetadata> {
    const topic = (await this.knownTopic(name)) ?? (await this.newTopic(name));
    if (!topic) throw new RequestError(404, `Topic ${name} does not exist.`);
    return topic;
  }

  private async knownTopic(name: string): Promise<TopicMetadata | undefined> {
    return (await this.client.metadata()).topics.get(name);
  }

  /** A topic that was created since the metadata was last read. */
  private newTopic(name: string): Promise<TopicMetadata | undefined> {
    this.client.forgetMetadata();
    return this.knownTopic(name);
  }

  /** The settings of a topic. @throws RequestError 404 if it no longer exists, 503 if no broker reports them. */
  async configs(topic: string): Promise<TopicConfig[]> {
    const { brokers } = await this.client.metadata();
    const { resources } = await this.client.questions.askAny(
      brokers.map(({ nodeId }) => nodeId),
      describeConfigs(topic),
    );
    const [described] = resources;
    if (described?.errorCode === unknownTopic) {
      throw new RequestError(404, `Topic ${topic} does not exist.`);
    }
    if (described?.errorCode !== 0) {
      const reason = described?.errorMessage ?? "the broker gave no reason";
      throw new RequestError(503, `The settings of ${topic} cannot be read: ${reason}.`);
    }
    return described.configEntries.map(topicConfig);
  }
}

/** UNKNOWN_TOPIC_OR_PARTITION of https://kafka.apache.org/protocol#protocol_error_codes. */
const unknownTopic = 3;
