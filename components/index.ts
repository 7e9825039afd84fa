/** The components that other programs can use; see examples/typescript. */
export { type BrokersOptions } from "./brokers/arguments";
export { Brokers, type BrokersArgs } from "./brokers/brokers";
export { type KafkaUiOptions } from "./kafka-ui/arguments";
export { KafkaUi, type KafkaUiArgs } from "./kafka-ui/kafka-ui";
export { ManagedTopics, type ManagedTopicsArgs } from "./managed-topics";
export { type DataPlaces, KafkaPlatform, type KafkaPlatformArgs } from "./platform";
export { type KafkaPlatformOptions } from "./platform-arguments";
export { SmokeTest, type SmokeTestArgs } from "./smoke-test";
export { type ManagedTopicsOptions, type TopicOptions } from "./topics-arguments";
export { type ZooKeeperOptions } from "./zookeeper/arguments";
export { ZooKeeper, type ZooKeeperArgs } from "./zookeeper/zookeeper";
