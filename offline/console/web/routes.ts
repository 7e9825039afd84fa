const ui = (cluster: string, ...parts: readonly string[]) =>
  ["/ui/clusters", ...[cluster, ...parts].map(encodeURIComponent)].join("/");

/** URLs of the views: the same as in Kafka UI, so that bookmarks keep working. */
export const pages = {
  overview: (cluster: string) => ui(cluster),
  topics: (cluster: string) => ui(cluster, "all-topics"),
  createTopic: (cluster: string) => ui(cluster, "all-topics", "create-new-topic"),
  topic: (cluster: string, topic: string) => ui(cluster, "all-topics", topic),
  messages: (cluster: string, topic: string) => ui(cluster, "all-topics", topic, "messages"),
  produce: (cluster: string, topic: string) => ui(cluster, "all-topics", topic, "produce"),
  topicGroups: (cluster: string, topic: string) =>
    ui(cluster, "all-topics", topic, "consumer-groups"),
  topicSettings: (cluster: string, topic: string) => ui(cluster, "all-topics", topic, "settings"),
  groups: (cluster: string) => ui(cluster, "consumer-groups"),
  group: (cluster: string, group: string) => ui(cluster, "consumer-groups", group),
  brokers: (cluster: string) => ui(cluster, "brokers"),
};
