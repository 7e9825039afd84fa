type Config = Readonly<Record<string, unknown>>;

/** A change of a stack's configuration whose two previews are kept. */
export interface Case {
  readonly name: string;
  /** Whether the base is deployed before the previews. */
  readonly deployed?: boolean;
  readonly base: Config;
  /** What the head sets differently; undefined takes a value away. */
  readonly head: Config;
  /** Values that are set as secrets in both, and again in the head where they differ. */
  readonly secrets?: { readonly key: string; readonly base: string; readonly head: string };
}

/** Ports and names of the recordings: fixed, as they are in them. */
export const recorded: Config = {
  namePrefix: "review-",
  zookeeperPort: 28181,
  brokerPort: 28192,
  kafkaUiPort: 28190,
};

const topics = [
  { name: "meu-topico", partitions: 3 },
  { name: "vendas.pedido.criado", partitions: 3, config: { "retention.ms": 604800000 } },
  { name: "vendas.pedido.pago", partitions: 3 },
];
const kubernetes = {
  target: "kubernetes",
  namespace: "kafka-staging",
  brokers: 3,
  zookeepers: 3,
  topics,
};

/** The changes that reviewers see. */
export const cases: readonly Case[] = [
  { name: "nothing", base: { topics }, head: {} },
  {
    name: "topics",
    base: { topics },
    head: {
      topics: [
        { name: "meu-topico", partitions: 6 },
        { name: "vendas.pedido.criado", partitions: 3, config: { "retention.ms": 3600000 } },
        { name: "vendas.pedido.enviado", partitions: 6, config: { "cleanup.policy": "compact" } },
      ],
    },
  },
  {
    name: "topics-deleted",
    base: { topics, deleteTopics: true },
    head: { topics: topics.slice(0, 2) },
  },
  {
    name: "topics-removed",
    base: { topics, deleteTopics: true },
    head: {
      topics: [...topics.slice(0, 2), { name: "vendas.pedido.enviado", partitions: 6 }],
      removedTopics: ["vendas.pedido.pago"],
    },
  },
  { name: "delete-topics", base: { topics }, head: { deleteTopics: true } },
  {
    name: "prevent-delete",
    base: { topics, topicDefaults: { preventDelete: true } },
    head: { topicDefaults: undefined },
  },
  { name: "more-brokers", base: { topics }, head: { brokers: 3 } },
  { name: "fewer-brokers", base: { brokers: 3 }, head: { brokers: 1 } },
  { name: "renamed-volumes", base: { retainData: false }, head: { namePrefix: "renamed-" } },
  { name: "not-retained", base: {}, head: { retainData: false } },
  { name: "broker-settings", base: {}, head: { brokerSettings: { "log.retention.hours": 48 } } },
  {
    name: "secret",
    base: { kafkaUiUser: "ana" },
    head: { kafkaUiPort: 28191 },
    secrets: { key: "kafkaUiPassword", base: "before-review", head: "after-review" },
  },
  { name: "kubernetes", base: kubernetes, head: { brokerStorageGiB: 20, namespace: "kafka" } },
  {
    name: "kubernetes-settings",
    base: kubernetes,
    head: { brokerMemoryMiB: 2048, retainData: false },
  },
  {
    name: "production-off",
    base: {
      ...kubernetes,
      production: true,
      brokerSettings: { "auto.create.topics.enable": false },
    },
    head: { production: false },
  },
  {
    name: "invalid",
    base: { topics },
    head: { zookeepers: 2, topics: [{ name: "a b", partitions: 0 }] },
  },
  {
    name: "deployed",
    deployed: true,
    base: { topics, kafkaUi: false, smokeTestMessages: 10 },
    head: {
      retainData: false,
      brokerSettings: { "log.retention.hours": 48 },
      topics: [
        { name: "meu-topico", partitions: 6 },
        { name: "vendas.pedido.criado", partitions: 3, config: { "retention.ms": 604800000 } },
      ],
    },
  },
  {
    name: "deployed-refused",
    deployed: true,
    base: { topics, kafkaUi: false, retainData: false, smokeTest: false },
    head: { topics: [{ name: "meu-topico", partitions: 1 }] },
  },
];
