import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { brokerSettingProblem, unknownBrokerSetting } from "../../../kafka/settings/broker";
import { brokerLimits } from "../../../kafka/settings/broker-limits";
import { brokerConflicts } from "../../../kafka/settings/broker-orders";
import { brokerDefaults } from "../../../kafka/settings/broker-defaults";
import { brokerDefinitions } from "../../../kafka/settings/definitions";
import kafka from "../../../kafka/settings/kafka.json";
import { readSettings, SettingsError } from "../../../settings";
import { heapsFitTheEngine } from "../../../settings/rules/heaps";
import { projectConfig } from "../support/project-config";

type Changes = Readonly<Record<string, unknown>>;

function judge(changes: Changes, isSecret?: (key: string) => boolean) {
  try {
    const { warnings } = readSettings(projectConfig(changes), "", isSecret);
    const prefix = "kafka-platform:";
    return warnings
      .filter((each) => !each.includes("auto.create.topics.enable"))
      .map((each) => `warning: ${each.slice(prefix.length)}`);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ path: at, message }) => `${at} ${message}`);
  }
}

const broker = (settings: Changes, changes: Changes = {}) => ({
  brokerSettings: settings,
  ...changes,
});
const notStarted = "or the broker does not start";

describe("a broker setting", () => {
  test.each<[Changes, string[]]>([
    [{ "log.retention.hours": 48, "compression.type": "zstd" }, []],
    // Of Kafka's own plug-ins.
    [{ "super.users": "User:ana", "authorizer.zookeeper.url": "zookeeper:2181" }, []],
    [
      { "confluent.metrics.reporter.topic.replicas": 1 },
      [
        'warning: brokerSettings["confluent.metrics.reporter.topic.replicas"] is not a broker setting of Kafka 3.5, which ignores it unless a plug-in reads it',
      ],
    ],
    [
      { "log.retention.hour": 48 },
      [
        'warning: brokerSettings["log.retention.hour"] is not a broker setting of Kafka 3.5, which ignores it unless a plug-in reads it; did you mean log.retention.hours?',
      ],
    ],
    [
      { constructor: 1 },
      [
        "warning: brokerSettings.constructor is not a broker setting of Kafka 3.5, which ignores it unless a plug-in reads it",
      ],
    ],
    // The image's own variables.
    [{ "jmx.port": 9999, "log4j.root.loglevel": "WARN" }, []],
    [
      { "log.retention.hours": "2 days" },
      [
        'brokerSettings["log.retention.hours"] is 2 days; must be -1 for no limit, or a whole number from 1 to 2147483647',
      ],
    ],
    [{ "log.retention.bytes": "9223372036854775807" }, []],
    [
      { "log.retention.bytes": "9223372036854775808" },
      [
        'brokerSettings["log.retention.bytes"] is 9223372036854775808; must be a whole number from -9223372036854775808 to 9223372036854775807',
      ],
    ],
    [
      { "num.io.threads": 0 },
      ['brokerSettings["num.io.threads"] is 0; must be a whole number from 1 to 2147483647'],
    ],
    [
      { "log.retention.ms": 0 },
      [
        'brokerSettings["log.retention.ms"] is 0; must be -1 for no limit, or a whole number from 1 to 9223372036854775807',
      ],
    ],
    [
      { "auto.create.topics.enable": "no" },
      ['brokerSettings["auto.create.topics.enable"] is no; must be true or false'],
    ],
    [
      { "log.cleaner.min.cleanable.ratio": 1.5 },
      ['brokerSettings["log.cleaner.min.cleanable.ratio"] is 1.5; must be a number from 0 to 1'],
    ],
    [
      { "log.cleanup.policy": "delete, compress" },
      [
        'brokerSettings["log.cleanup.policy"] is delete, compress; must be one or more of compact, delete, separated by commas',
      ],
    ],
    [
      { "compression.type": "" },
      [
        'brokerSettings["compression.type"] is empty; must be one of uncompressed, zstd, lz4, snappy, gzip, producer',
      ],
    ],
    [
      { "inter.broker.protocol.version": "3.6" },
      [
        'brokerSettings["inter.broker.protocol.version"] is 3.6; must be a Kafka version such as 3.0, up to 3.5',
      ],
    ],
    [{ "broker.rack": "a\nb" }, ['brokerSettings["broker.rack"] is a b; must be one line']],
    [
      { "ssl.key.password": "hush\nhush" },
      ['brokerSettings["ssl.key.password"] is a secret; must be one line'],
    ],
    [
      { "listener.name.plaintext.max.connections": -1 },
      [
        'brokerSettings["listener.name.plaintext.max.connections"] is -1; must be a whole number from 0 to 2147483647',
      ],
    ],
    [{ "listener.name.plaintext.plain.sasl.jaas.config": "x" }, []],
    [
      { "heap.opts": "-Xmx4g" },
      ['brokerSettings["heap.opts"] cannot be set here; it follows from brokerHeapMiB'],
    ],
    [
      { port: 9092, "process.roles": "broker" },
      [
        "brokerSettings.port cannot be set here; it follows from advertisedHost and brokerPort",
        'brokerSettings["process.roles"] cannot be set here; it follows from the platform, which runs on ZooKeeper',
      ],
    ],
  ])("%j", (settings, expected) => {
    expect(judge(broker(settings))).toEqual(expected);
  });

  test("is only warned of where the image is another version's", () => {
    const settings = { "inter.broker.protocol.version": "3.7" };
    const message =
      'brokerSettings["inter.broker.protocol.version"] is 3.7; must be a Kafka version such as 3.0, up to 3.5';
    const warning = `warning: ${message} (in Kafka 3.5; brokerImage is another version)`;
    const image = (brokerImage: string) => judge(broker(settings, { brokerImage }));
    expect(image("confluentinc/cp-kafka:7.7.1")).toEqual([warning]);
    expect(image("host:5000/kafka:7.7.1@sha256:" + "a".repeat(64))).toEqual([warning]);
    expect(image("host:5000/kafka:7.5.3")).toEqual([message]);
    expect(image("host:5000/kafka")).toEqual([message]);
    expect(image("ours/kafka:stable")).toEqual([message]);
  });

  test("of a map that is a secret is not shown", () => {
    const settings = { brokerSettings: { "log.retention.hours": "hush-hush" } };
    expect(judge(settings, (key) => key === "brokerSettings")).toEqual([
      'brokerSettings["log.retention.hours"] is [secret]; must be -1 for no limit, or a whole number from 1 to 2147483647',
    ]);
  });

  test("is judged without an exception, whatever it is", () => {
    const name = fc.oneof(fc.constantFrom(...brokerDefinitions.keys()), fc.string());
    fc.assert(
      fc.property(name, fc.string(), fc.integer({ min: 1, max: 9 }), (setting, value, brokers) => {
        brokerSettingProblem(setting, value);
        unknownBrokerSetting(setting);
        brokerConflicts({ [setting]: value }, brokers);
      }),
    );
  });

  test("that is Kafka's default is fine", () => {
    const problems = [...brokerDefinitions].flatMap(([name, definition]) =>
      definition.default === undefined
        ? []
        : (brokerSettingProblem(name, definition.default) ?? []),
    );
    expect(problems).toEqual([]);
    expect(brokerConflicts({}, 1)).toEqual([]);
  });
});

describe("Kafka's internal topics", () => {
  test.each<[Changes, string[]]>([
    [
      broker({ "offsets.topic.replication.factor": 2 }),
      [
        'brokerSettings["offsets.topic.replication.factor"] is 2; must be from 1 to the number of brokers, 1',
      ],
    ],
    [
      broker({ "transaction.state.log.replication.factor": 3, "transaction.state.log.min.isr": 2 }),
      [
        'brokerSettings["transaction.state.log.replication.factor"] is 3; must be from 1 to the number of brokers, 1',
        'brokerSettings["transaction.state.log.min.isr"] is 2; must be from 1 to the number of brokers, 1',
      ],
    ],
    [
      broker({ "default.replication.factor": 0 }),
      [
        'brokerSettings["default.replication.factor"] is 0; must be from 1 to the number of brokers, 1',
      ],
    ],
    [
      broker({ "min.insync.replicas": 2 }),
      ['brokerSettings["min.insync.replicas"] is 2; must be from 1 to the number of brokers, 1'],
    ],
    [
      broker({ "default.replication.factor": 4 }, { brokers: 3 }),
      [
        'brokerSettings["default.replication.factor"] is 4; must be from 1 to the number of brokers, 3',
      ],
    ],
    [broker({ "default.replication.factor": 4 }, { brokers: 4 }), []],
    [broker({ "transaction.state.log.min.isr": 3 }, { brokers: 5 }), []],
    [
      broker({ "transaction.state.log.min.isr": 4 }, { brokers: 5 }),
      [
        'brokerSettings["transaction.state.log.min.isr"] is 4; must be at most transaction.state.log.replication.factor, 3, or no transaction can begin',
      ],
    ],
    [
      broker({ "transaction.state.log.replication.factor": 1 }, { brokers: 3 }),
      [
        'brokerSettings["transaction.state.log.replication.factor"] is 1; must be at least transaction.state.log.min.isr, 2, or no transaction can begin',
      ],
    ],
    [
      broker({ "offsets.topic.replication.factor": 1 }, { brokers: 3 }),
      [
        'brokerSettings["offsets.topic.replication.factor"] is 1; must be at least min.insync.replicas, 2, or no group can commit an offset',
      ],
    ],
    [
      broker(
        { "offsets.topic.replication.factor": 1, "offsets.commit.required.acks": 1 },
        { brokers: 3 },
      ),
      [],
    ],
    [
      broker({ "min.insync.replicas": 4 }, { brokers: 4 }),
      [
        'brokerSettings["min.insync.replicas"] is 4; must be at most offsets.topic.replication.factor, 3, or no group can commit an offset',
        'brokerSettings["min.insync.replicas"] is 4; must be at most default.replication.factor, 3, or a topic that a client creates takes no messages',
      ],
    ],
  ])("%j", (changes, expected) => {
    expect(judge(changes)).toEqual(expected);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])("are fine by default with %d brokers", (brokers) => {
    expect(brokerConflicts(brokerDefaults(brokers), brokers)).toEqual([]);
  });
});

describe("settings that contradict each other are refused where one is written:", () => {
  const topic = (config: Changes, changes: Changes = {}) => ({
    topics: [{ name: "a.b.c", partitions: 1, config }],
    ...changes,
  });
  test.each<[Changes, string[]]>([
    [
      broker({ "replica.lag.time.max.ms": 400 }),
      [
        `brokerSettings["replica.lag.time.max.ms"] is 400; must be at least replica.fetch.wait.max.ms, 500, ${notStarted}`,
      ],
    ],
    [
      broker({ "connections.max.idle.ms": 100 }),
      [
        `brokerSettings["connections.max.idle.ms"] is 100; must be more than connection.failed.authentication.delay.ms, 100, ${notStarted}`,
      ],
    ],
    [
      broker({ "group.max.session.timeout.ms": 5000 }),
      [
        'brokerSettings["group.max.session.timeout.ms"] is 5000; must be at least group.min.session.timeout.ms, 6000, or no consumer can join a group',
      ],
    ],
    [
      broker({ "log.cleaner.threads": 128 }),
      [
        `brokerSettings["log.cleaner.threads"] leaves each of 128 cleaner threads 1048576 bytes of log.cleaner.dedupe.buffer.size; must be more than 1048576, ${notStarted}`,
      ],
    ],
    [
      broker({ "max.connections.per.ip": 0 }),
      [
        `brokerSettings["max.connections.per.ip"] is 0; must be at least 1 unless max.connections.per.ip.overrides names an address, ${notStarted}`,
      ],
    ],
    [
      broker({ "reserved.broker.max.id": 2 }, { brokers: 3 }),
      [
        `brokerSettings["reserved.broker.max.id"] is 2; must be at least the number of brokers, 3, as these are their ids, ${notStarted}`,
      ],
    ],
    [
      topic({ "min.compaction.lag.ms": 6, "max.compaction.lag.ms": 5 }),
      [
        'topics[0].config["min.compaction.lag.ms"] is 6; must be at most max.compaction.lag.ms, 5, or compaction is due before it is allowed',
      ],
    ],
    // The topic's own value beside what all topics have, and beside the brokers'.
    [
      topic(
        { "max.compaction.lag.ms": 5 },
        { topicDefaults: { config: { "min.compaction.lag.ms": 6 } } },
      ),
      [
        'topics[0].config["max.compaction.lag.ms"] is 5; must be at least min.compaction.lag.ms, 6, or compaction is due before it is allowed',
      ],
    ],
    [
      topic({ "min.compaction.lag.ms": 6 }, broker({ "log.cleaner.max.compaction.lag.ms": 5 })),
      [
        'topics[0].config["min.compaction.lag.ms"] is 6; must be at most max.compaction.lag.ms, 5, or compaction is due before it is allowed',
      ],
    ],
    [
      topic({}, { topicDefaults: { config: { "local.retention.ms": 6, "retention.ms": 5 } } }),
      ['topicDefaults.config["local.retention.ms"] is 6; must be at most retention.ms, 5, or -2'],
    ],
    [
      topic({ "local.retention.ms": 7200000 }, broker({ "log.retention.hours": 1 })),
      [
        'topics[0].config["local.retention.ms"] is 7200000; must be at most retention.ms, 3600000, or -2',
      ],
    ],
    [
      topic({ "local.retention.bytes": 5 }),
      [
        'topics[0].config["local.retention.bytes"] is 5; must be -1 or -2 while retention.bytes is -1',
      ],
    ],
    [
      topic(
        { "retention.bytes": 5 },
        { topicDefaults: { config: { "local.retention.bytes": -1 } } },
      ),
      ['topics[0].config["retention.bytes"] is 5; must be -1, as local.retention.bytes is'],
    ],
    [topic({ "local.retention.ms": -2, "retention.ms": 5 }), []],
  ])("%j", (changes, expected) => {
    expect(judge({ topicNaming: "off", ...changes })).toEqual(expected);
  });
});

describe("settings that Kafka's definitions let pass", () => {
  const acl = { "authorizer.class.name": "kafka.security.authorizer.AclAuthorizer" };
  test.each<[Changes, string[]]>([
    [
      { "zookeeper.session.timeout.ms": 1, "zookeeper.connection.timeout.ms": 49 },
      [
        `brokerSettings["zookeeper.session.timeout.ms"] is 1; must be at least 50, preferably 6000, for ZooKeeper to answer, ${notStarted}`,
        `brokerSettings["zookeeper.connection.timeout.ms"] is 49; must be at least 50, preferably 6000, for ZooKeeper to answer, ${notStarted}`,
      ],
    ],
    [
      { "zookeeper.set.acl": true },
      [
        `brokerSettings["zookeeper.set.acl"] is true; must be false, as the platform's ZooKeeper has no login, ${notStarted}`,
      ],
    ],
    [
      { ...acl, "super.users": "User:ana" },
      [
        'brokerSettings["authorizer.class.name"] denies every broker: without a login, all are User:ANONYMOUS. ' +
          "Add that to super.users, or set allow.everyone.if.no.acl.found to true, or the broker never becomes ready",
      ],
    ],
    [{ ...acl, "super.users": "User:ana; User:ANONYMOUS" }, []],
    [{ ...acl, "allow.everyone.if.no.acl.found": true }, []],
    [
      { "inter.broker.protocol.version": "0.10.0" },
      [
        `brokerSettings["inter.broker.protocol.version"] is 0.10.0, which is older than the message format, log.message.format.version 3.0-IV1; must be at least that, ${notStarted}`,
      ],
    ],
    [
      { "max.connections.per.ip.overrides": "x" },
      [
        `brokerSettings["max.connections.per.ip.overrides"] must be a list such as 10.0.0.1:5,example.org:10, ${notStarted}`,
      ],
    ],
    [
      {
        "max.connections": 0,
        "log.index.size.max.bytes": 11,
        "log.cleaner.io.buffer.load.factor": 0,
      },
      [
        'brokerSettings["max.connections"] is 0; must be at least 1, or no client can connect',
        'brokerSettings["log.index.size.max.bytes"] is 11; must be at least 12, or no partition gets a leader',
        `brokerSettings["log.cleaner.io.buffer.load.factor"] is 0; must be more than 0, such as 0.9, ${notStarted}`,
      ],
    ],
    [{ "log.cleaner.io.buffer.load.factor": 0, "log.cleaner.enable": false }, []],
    // A broker starts with these.
    [
      { "socket.request.max.bytes": 100000 },
      [
        'warning: brokerSettings["socket.request.max.bytes"] is 100000; must be at least message.max.bytes, 1048588, or the largest messages are refused and their connections closed',
      ],
    ],
    [{ "socket.request.max.bytes": 100000, "message.max.bytes": 100000 }, []],
    [
      { "log.segment.bytes": 500000, "offsets.topic.segment.bytes": 1 },
      [
        'warning: brokerSettings["log.segment.bytes"] is 500000; must be at least message.max.bytes, 1048588, or messages larger than a segment are refused',
        'warning: brokerSettings["offsets.topic.segment.bytes"] is 1; must be at least message.max.bytes, 1048588, or a group may be unable to commit its offsets',
      ],
    ],
    [
      { "group.max.session.timeout.ms": 10000, "transaction.max.timeout.ms": 59999 },
      [
        'warning: brokerSettings["group.max.session.timeout.ms"] is 10000; should be at least 45000: consumers that set no session.timeout.ms ask for 45000 (KIP-735), and are refused',
        'warning: brokerSettings["transaction.max.timeout.ms"] is 59999; should be at least 60000: producers that set no transaction.timeout.ms ask for 60000, and are refused',
      ],
    ],
    [
      { "num.io.threads": 1 },
      [
        'warning: brokerSettings["num.io.threads"] is 1; should be at least 2: a single thread would wait for producer ids that it has to hand out itself, and no transaction can begin',
      ],
    ],
    [
      { "log.message.timestamp.difference.max.ms": 0 },
      [
        'warning: brokerSettings["log.message.timestamp.difference.max.ms"] is 0; should be at least 1000: a message that takes longer to arrive is refused',
      ],
    ],
    [
      {
        "log.message.timestamp.difference.max.ms": 0,
        "log.message.timestamp.type": "LogAppendTime",
      },
      [],
    ],
    // Kafka itself sees to it that a jitter is less than what it is taken off.
    [{ "log.roll.ms": 5, "log.roll.jitter.ms": 10 }, []],
    [{ "zookeeper.session.timeout.ms": 6000, "zookeeper.connection.timeout.ms": 6000 }, []],
  ])("%j", (settings, expected) => {
    expect(judge(broker(settings))).toEqual(expected);
  });

  test("and that keep topics from being deleted are refused where topics are to be", () => {
    const settings = broker({ "delete.topic.enable": false });
    expect(judge(settings)).toEqual([]);
    expect(judge({ ...settings, deleteTopics: true })).toEqual([
      'brokerSettings["delete.topic.enable"] is false, but deleteTopics is true; must be true, or no topic can be deleted',
    ]);
  });

  test("are no default of Kafka's", () => {
    const defaults = [...brokerDefinitions].flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    expect(brokerLimits(Object.fromEntries(defaults))).toEqual([]);
  });
});

describe("a Java heap", () => {
  const onKubernetes = { target: "kubernetes" };
  test.each<[Changes, string[]]>([
    [{ ...onKubernetes, brokerHeapMiB: 1535 }, []],
    [
      { ...onKubernetes, brokerHeapMiB: 1536 },
      [
        "brokerHeapMiB is 1536; must be less than brokerMemoryMiB, 1536, as Java needs memory outside its heap",
      ],
    ],
    [
      { ...onKubernetes, brokerMemoryMiB: 1024 },
      [
        "brokerMemoryMiB is 1024; must be more than the Java heap, 1024 MiB unless brokerHeapMiB sets another size",
      ],
    ],
    [
      { ...onKubernetes, zookeeperHeapMiB: 4096, zookeeperMemoryMiB: 2048 },
      [
        "zookeeperHeapMiB is 4096; must be less than zookeeperMemoryMiB, 2048, as Java needs memory outside its heap",
      ],
    ],
    [
      { ...onKubernetes, zookeeperMemoryMiB: 512 },
      [
        "zookeeperMemoryMiB is 512; must be more than the Java heap, 512 MiB unless zookeeperHeapMiB sets another size",
      ],
    ],
    // Containers have no limit there but the engine's memory.
    [{ target: "docker", brokerHeapMiB: 4096 }, []],
  ])("%j", (changes, expected) => {
    expect(judge(changes)).toEqual(expected);
  });
});

test("a Java heap has to be less than a Docker engine has", () => {
  const heaps = { brokerHeapMiB: 0, zookeeperHeapMiB: 256 };
  expect(heapsFitTheEngine(heaps, 1025)).toEqual([]);
  expect(heapsFitTheEngine(heaps, 256)).toEqual([
    {
      path: "zookeeperHeapMiB",
      message: "is 256; must be less than the memory of the Docker engine, 256 MiB",
    },
    {
      path: "brokerHeapMiB",
      message: "is 0, the image's 1024; must be less than the memory of the Docker engine, 256 MiB",
    },
  ]);
});

describe("the list of settings", () => {
  const read = (file: string) => readFileSync(path.join(__dirname, "../../..", file), "utf8");

  test("is of the Kafka that the images hold, of which the stand-in is made too", () => {
    expect(read("scripts/generate/kafka-settings/pom.xml")).toContain(
      `<version>${kafka.version}</version>`,
    );
    expect(read("offline/images/pom.xml")).toContain(`<kafka.version>${kafka.version}<`);
  });
});
