import { brokerEnvironment, settingVariable } from "../../../components/brokers/environment";
import { kafkaUiEnvironment } from "../../../components/kafka-ui/kafka-ui";
import { zooKeeperEnvironment } from "../../../components/zookeeper/zookeeper";

const first = {
  number: "1",
  host: "kafka",
  outside: (port: string) => (port === "external" ? "localhost:29092" : undefined),
};
const one = {
  replicas: 1,
  zooKeeperConnect: "zookeeper:2181",
  heapMiB: 0,
  settings: {},
};

test("one broker has the guide's six settings, transactions, and a quick first consumer of a group", () => {
  expect(brokerEnvironment(first, one)).toEqual({
    KAFKA_BROKER_ID: "1",
    KAFKA_CUB_ZK_TIMEOUT: "600",
    KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
    KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092,PLAINTEXT_HOST://localhost:29092",
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT",
    KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT",
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
  });
});

test("further brokers have ids and addresses of their own, and offsets have three copies", () => {
  const third = { number: "3", host: "kafka-3", outside: () => "localhost:29094" };
  expect(brokerEnvironment(third, { ...one, replicas: 3 })).toEqual({
    KAFKA_BROKER_ID: "3",
    KAFKA_CUB_ZK_TIMEOUT: "600",
    KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
    KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka-3:9092,PLAINTEXT_HOST://localhost:29094",
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT",
    KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT",
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "3",
    KAFKA_DEFAULT_REPLICATION_FACTOR: "3",
    KAFKA_MIN_INSYNC_REPLICAS: "2",
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "3",
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "2",
  });
});

test("a broker that clients outside cannot reach advertises no address for them", () => {
  expect(brokerEnvironment({ ...first, outside: () => undefined }, one)).toMatchObject({
    KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092",
  });
});

test("a broker's rack is its zone where the target has zones, and brokerSettings may say otherwise", () => {
  const zoned = { ...first, zone: "eu-1a" };
  expect(brokerEnvironment(zoned, one).KAFKA_BROKER_RACK).toBe("eu-1a");
  const settings = { "broker.rack": "one" };
  expect(brokerEnvironment(zoned, { ...one, settings }).KAFKA_BROKER_RACK).toBe("one");
});

test("further settings and the heap are added, and a configured value wins over a derived one", () => {
  const settings = { "log.retention.hours": "48", "offsets.topic.replication.factor": "2" };
  expect(brokerEnvironment(first, { ...one, replicas: 3, heapMiB: 512, settings })).toMatchObject({
    KAFKA_LOG_RETENTION_HOURS: "48",
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "2",
    KAFKA_HEAP_OPTS: "-Xms512m -Xmx512m",
  });
});

test.each([
  ["log.retention.hours", "KAFKA_LOG_RETENTION_HOURS"],
  ["a_b", "KAFKA_A__B"],
  ["a-b", "KAFKA_A___B"],
])("the setting %s is the variable %s", (setting, variable) => {
  expect(settingVariable(setting)).toBe(variable);
});

const noSettings = { heapMiB: 0, settings: {} };
const autopurge = {
  ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL: "24",
  ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT: "3",
};

test("one ZooKeeper server has a port and no ensemble", () => {
  expect(zooKeeperEnvironment({ number: "1" }, ["zookeeper"], noSettings)).toEqual({
    ZOOKEEPER_CLIENT_PORT: "2181",
    ...autopurge,
  });
});

test("servers of an ensemble know each other in the same order", () => {
  expect(
    zooKeeperEnvironment({ number: "2" }, ["zookeeper", "zookeeper-2", "zookeeper-3"], {
      ...noSettings,
      heapMiB: 256,
    }),
  ).toEqual({
    ZOOKEEPER_CLIENT_PORT: "2181",
    ZOOKEEPER_SERVER_ID: "2",
    ZOOKEEPER_QUORUM_LISTEN_ON_ALL_IPS: "true",
    ZOOKEEPER_SERVERS: "zookeeper:2888:3888;zookeeper-2:2888:3888;zookeeper-3:2888:3888",
    KAFKA_HEAP_OPTS: "-Xms256m -Xmx256m",
    ...autopurge,
  });
});

test("Kafka UI has one cluster, and a login form only where there is a login", () => {
  const cluster = {
    KAFKA_CLUSTERS_0_NAME: "kafka-platform",
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: "kafka:9092",
  };
  expect(kafkaUiEnvironment("kafka:9092", { path: "", readOnly: false })).toEqual(cluster);
  const login = { user: "ana", password: "p" };
  expect(kafkaUiEnvironment("kafka:9092", { path: "/kafka", readOnly: true, login })).toEqual({
    ...cluster,
    SERVER_SERVLET_CONTEXT_PATH: "/kafka",
    KAFKA_CLUSTERS_0_READONLY: "true",
    AUTH_TYPE: "LOGIN_FORM",
    SPRING_SECURITY_USER_NAME: "ana",
  });
});
