import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { excerpt } from "../../../common/excerpt";
import { connectTopics } from "../../../pipelines/components/connect";
import { readSettings, SettingsError } from "../../../settings";
import { formatPath } from "../../../common/paths";
import { rules } from "../../../settings/rules";
import { schema } from "../../../settings/schema";
import { projectFolder } from "../../support/project-folder";
import { projectConfig, stackConfig } from "../support/project-config";

function problemsOf(changes: Record<string, unknown>): string[] {
  try {
    readSettings(projectConfig(changes));
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.problems.map(({ path, message }) => `${path} ${message}`);
    }
    throw error;
  }
  return [];
}

function problemsOfTopic(topic: object): string[] {
  return problemsOf({ topics: [{ name: "a.b.c", partitions: 3, ...topic }] });
}

const automaticTopics =
  'kafka-platform:brokerSettings["auto.create.topics.enable"] is not set, and Kafka\'s default is true; ' +
  "a deleted or misspelt topic is created with the brokers' defaults, not as declared, " +
  "as soon as a client asks for it, and nothing reports it. Set it to false";

describe("defaults", () => {
  test("are the guide's platform", () => {
    expect(readSettings(projectConfig())).toEqual({
      target: "docker",
      namePrefix: "",
      publishAddress: "127.0.0.1",
      advertisedHost: "localhost",
      retainData: true,
      production: false,
      acceptedRisks: [],
      destroyData: "",
      protectData: false,
      warnings: [automaticTopics],
      namespace: "kafka-platform",
      createNamespace: true,
      kubernetesContext: "",
      kubeconfig: "",
      storageClass: "",
      external: "none",
      externalAnnotations: {},
      externalSourceRanges: [],
      podTemplates: {},
      containers: {},
      imagePullTimeoutSeconds: 600,
      startTimeoutSeconds: 180,
      replicaSyncTimeoutSeconds: 1800,
      zookeeperCpuMillicores: 100,
      zookeeperMemoryMiB: 768,
      zookeeperStorageGiB: 5,
      brokerCpuMillicores: 250,
      brokerMemoryMiB: 1536,
      brokerStorageGiB: 10,
      kafkaUiCpuMillicores: 100,
      kafkaUiMemoryMiB: 512,
      zookeeperImage: "confluentinc/cp-zookeeper:7.5.0",
      zookeepers: 1,
      zookeeperPort: 2181,
      zookeeperHeapMiB: 0,
      zookeeperSettings: {},
      brokerImage: "confluentinc/cp-kafka:7.5.0",
      brokers: 1,
      brokerPort: 29092,
      brokerHeapMiB: 0,
      brokerSettings: {},
      kafkaUi: true,
      kafkaUiImage: "provectuslabs/kafka-ui:v0.7.1",
      kafkaUiPort: 8090,
      kafkaUiReadOnly: false,
      kafkaUiPath: "",
      kafkaUiHosts: [],
      kafkaUiTrustedProxies: [],
      kafkaUiUser: "",
      kafkaUiPassword: "",
      topics: {},
      topicsFile: "",
      deleteTopics: false,
      removedTopics: [],
      replicationThrottleMBps: 50,
      topicNaming: "warning",
      topicNamePattern: "^[a-z0-9-]+\\.[a-z0-9-]+\\.[a-z0-9-]+$",
      topicNameExceptions: [],
      smokeTest: true,
      smokeTestMessages: 1000,
    });
  });

  test("stand in Pulumi.yaml for every key but the secrets, which Pulumi cannot make optional", () => {
    const secrets = ["kafkaUiPassword", "kubeconfig"];
    const keys = Object.keys(schema).filter((key) => !secrets.includes(key));
    expect(Object.keys(projectConfig()).sort()).toEqual(keys.sort());
  });

  test("have no type there, by which Pulumi would refuse a value alone, and hide every other problem", () => {
    const text = readFileSync(path.join(__dirname, "../../../Pulumi.yaml"), "utf8");
    const { config } = parse(text) as { config: Record<string, object> };
    const typed = Object.keys(config).filter((key) => Object.hasOwn(config[key] ?? {}, "type"));
    expect(typed).toEqual([]);
  });
});

test("the dev stack changes nothing of the guide's platform and seeds topics that follow its advice", () => {
  const { topics, ...settings } = readSettings(stackConfig("dev"));
  expect({ ...settings, topics: {}, topicsFile: "", topicNameExceptions: [] }).toEqual(
    readSettings(projectConfig()),
  );
  expect(settings.topicsFile).toBe("pipelines/topics.yaml");
  expect(settings.topicNameExceptions).toEqual(["meu-topico"]);
  const names = Object.keys(topics);
  expect(names).toContain("meu-topico");
  expect(names.filter((name) => !/^[a-z]+\.[a-z]+\.[a-z]+$/.test(name))).toEqual(["meu-topico"]);
  for (const [name, { partitions, replicationFactor }] of Object.entries(topics)) {
    // Connect takes no other number for the topic of its settings.
    const least = name === connectTopics.CONFIG_STORAGE_TOPIC ? 1 : 3;
    expect(partitions).toBeGreaterThanOrEqual(least);
    expect(partitions).toBeLessThanOrEqual(6);
    expect(replicationFactor).toBe(1);
  }
});

describe("each value", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ target: "vm" }, "target is vm; must be docker or kubernetes"],
    [{ brokerPort: 0 }, "brokerPort is 0; must be a whole number from 1 to 65535"],
    [{ kafkaUiPort: 65536 }, "kafkaUiPort is 65536; must be a whole number from 1 to 65535"],
    ...["kafka", "/", "/kafka/", "/a//b", "/../a", "/a/.", "/a b", "/a%20b", "/ä", "/?q"].map(
      (kafkaUiPath): [Record<string, unknown>, string] => [
        { kafkaUiPath },
        `kafkaUiPath is ${kafkaUiPath}; must be empty or a path such as /kafka, of A-Z, a-z, 0-9, '.', '_', '~' and '-', without '/' at the end`,
      ],
    ),
    [{ brokers: 1.5 }, "brokers is 1.5; must be a whole number from 1 to 9"],
    [
      { replicationThrottleMBps: -1 },
      "replicationThrottleMBps is -1; must be a whole number from 0 to 100000",
    ],
    [{ brokers: "many" }, "brokers is many; must be a whole number from 1 to 9"],
    [{ brokerImage: "" }, "brokerImage is empty; must be an image, such as registry/name:tag"],
    [{ brokerImage: "a b" }, "brokerImage is a b; must be an image, such as registry/name:tag"],
    [{ publishAddress: "here" }, "publishAddress is here; must be an IP address"],
    [
      { advertisedHost: "a_b" },
      "advertisedHost is a_b; must be a host name, in which {broker} stands for a broker's number, or an IPv4 address",
    ],
    [{ retainData: "yes" }, "retainData is yes; must be true or false"],
    [{ topics: "none" }, "topics is none; must be a list of topics"],
    [{ brokerSettings: "[]" }, "brokerSettings is []; must be a map of broker settings"],
    [
      { zookeeperHeapMiB: 5 },
      "zookeeperHeapMiB is 5; must be 0 for the image's default, or a whole number of MiB from 64 to 65536",
    ],
    [
      { target: "kubernetes", namespace: "kube-system" },
      "namespace is kube-system, which belongs to the cluster itself; must be a namespace for the platform",
    ],
    [
      { target: "kubernetes", namespace: "default" },
      "namespace is default, which belongs to the cluster itself; must be a namespace for the platform",
    ],
    // The whole range at once, whatever is wrong.
    ...["many", 1.5, -1, 63, 65537, "9".repeat(30)].map(
      (heap): [Record<string, unknown>, string] => [
        { brokerHeapMiB: heap },
        `brokerHeapMiB is ${heap}; must be 0 for the image's default, or a whole number of MiB from 64 to 65536`,
      ],
    ),
    [{ brokerSettings: 3 }, "brokerSettings is 3; must be a map of broker settings"],
    [{ acceptedRisks: [3] }, "acceptedRisks[0] is 3; must be a list of production rules"],
    [
      { topicNameExceptions: [[3]] },
      "topicNameExceptions[0] is [3]; must be a list of topic names",
    ],
    [{ brokerprot: 1 }, "brokerprot is not a configuration key; Pulumi.yaml lists them"],
  ])("%j", (changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });

  test.each([
    "kafka",
    "kafka:7",
    "corp.example:5000/kafka/cp-kafka:7.5.0",
    "a/b@sha256:" + "0".repeat(64),
  ])("image %s is accepted", (brokerImage) => expect(problemsOf({ brokerImage })).toEqual([]));

  test.each(["", "/kafka", "/tools/kafka-ui.v1/~ana", "/.well-known", "/..."])(
    "path %j is accepted",
    (kafkaUiPath) => expect(problemsOf({ kafkaUiPath })).toEqual([]),
  );
});

describe("each value of a topic", () => {
  test.each<[object, string]>([
    [{ name: ".." }, "topics[0].name is ..; must not be '.' or '..'"],
    [
      { name: "two words" },
      "topics[0].name is two words; must have 1 to 249 characters, each a letter from a to z or A to Z, a digit, '.', '_' or '-'",
    ],
    [
      { name: "__consumer_offsets" },
      "topics[0].name is __consumer_offsets, which is internal to Kafka and cannot be declared",
    ],
    [{ partitions: 0 }, "topics[0].partitions is 0; must be a whole number from 1 to 10000"],
    [
      { replicationFactor: 2 },
      "topics[0].replicationFactor is 2; must be at most the number of brokers, 1",
    ],
    [
      { config: { "retention.ms": -2 } },
      'topics[0].config["retention.ms"] is -2; must be a whole number from -1 to 9223372036854775807 (-1: no limit)',
    ],
    [
      { config: { "retention.msec": 1 } },
      'topics[0].config["retention.msec"] is not a topic setting of Kafka 3.5; did you mean retention.ms?',
    ],
    [
      { config: { "min.insync.replicas": 2 } },
      'topics[0].config["min.insync.replicas"] is 2; must be at most the replication factor, 1, or nothing could be produced',
    ],
    [
      { retention: 1 },
      "topics[0] has an unknown key, retention; a topic has name, partitions, replicationFactor, config, preventDelete and renamedFrom",
    ],
    [
      { partition: 1 },
      "topics[0] has an unknown key, partition; a topic has name, partitions, replicationFactor, config, preventDelete and renamedFrom; did you mean partitions?",
    ],
    [
      { config: { retention: 1 } },
      "topics[0].config.retention is not a topic setting of Kafka 3.5; did you mean retention.bytes?",
    ],
    [{ config: { colour: 1 } }, "topics[0].config.colour is not a topic setting of Kafka 3.5"],
    [
      { name: "kafka-platform.smoke.tested" },
      "topics[0].name is kafka-platform.smoke.tested, which is reserved for the smoke test and cannot be declared",
    ],
    [{ preventDelete: "yes" }, "topics[0].preventDelete is yes; must be true or false"],
    [
      { renamedFrom: "a.b.c" },
      "topics[0].renamedFrom is a.b.c, which topics[0] still declares; must be a topic that is no longer declared",
    ],
    [
      { partitions: undefined },
      "topics[0].partitions is missing; must be a whole number from 1 to 10000, here or for all topics in topicDefaults",
    ],
  ])("%j", (topic, problem) => {
    expect(problemsOfTopic(topic)).toEqual([problem]);
  });
});

const known =
  "a topic has name, partitions, replicationFactor, config, preventDelete and renamedFrom";

test.each<[unknown, string[]]>([
  [[3], [`topics[0] is 3; must be a map: ${known}`]],
  [[["a"]], [`topics[0] is ["a"]; must be a map: ${known}`]],
  [[null], [`topics[0] is empty; must be a map: ${known}`]],
  [["a.b.c"], [`topics[0] is a.b.c; must be a map: ${known}`]],
  [[true], [`topics[0] is true; must be a map: ${known}`]],
  [
    [{ name: {}, partitions: 1 }],
    ["topics[0].name is {}; must be the topic's name, in quotes if it is a number"],
  ],
  [
    [{ name: 3, partitions: 1 }],
    ["topics[0].name is 3; must be the topic's name, in quotes if it is a number"],
  ],
  [
    [{ name: "a", partitions: 1, config: 3 }],
    ["topics[0].config is 3; must be a map of topic settings"],
  ],
  [
    [{ name: "a", partitions: 1, color: 1, colour: 1 }],
    [`topics[0] has unknown keys, color, colour; ${known}`],
  ],
])("topics %j are refused in words of the file", (topics, problems) => {
  expect(problemsOf({ topics, topicNaming: "off" })).toEqual(problems);
});

test.each([
  [
    { advertisedHost: "0.0.0.0" },
    "advertisedHost is 0.0.0.0; must be an address that clients can connect to",
  ],
  [{ publishAddress: "fe80::1%lo" }, "publishAddress is fe80::1%lo; must be an IP address"],
])("%j is refused", (config, problem) => {
  expect(problemsOf(config)).toEqual([problem]);
});

describe("topics that are to go", () => {
  const topics = [{ name: "a.b.c", partitions: 3 }];
  test.each<[unknown, string[]]>([
    [["gone.for.good", "gone.for.good"], []],
    [
      ["gone.for.good", "a.b.c"],
      [
        "removedTopics[1] is a.b.c, which topics[0] declares; must be a topic that is no longer declared",
      ],
    ],
    ["a.b.c", ["removedTopics is a.b.c; must be a list of topic names"]],
    [[1], ["removedTopics[0] is 1; must be the topic's name, in quotes if it is a number"]],
    [
      ["__consumer_offsets"],
      ["removedTopics[0] is __consumer_offsets, which is internal to Kafka and cannot be declared"],
    ],
  ])("%j", (removedTopics, expected) => {
    expect(problemsOf({ topics, removedTopics })).toEqual(expected);
  });
});

describe("topics of a file", () => {
  const folder = projectFolder();
  const root = path.join(__dirname, "../..", "..");
  afterAll(() => folder.remove());

  function fileOf(text: string): string {
    const file = path.join(folder.name, "topics.yaml");
    writeFileSync(path.join(root, file), text);
    return file;
  }

  test("stand beside those of the configuration", () => {
    const topicsFile = fileOf(
      "- name: a.b.c\n  partitions: 3\n  config: { retention.ms: 9223372036854775807 }\n",
    );
    const topics = [{ name: "d.e.f", partitions: 1 }];
    expect(readSettings(projectConfig({ topicsFile, topics })).topics).toEqual({
      "d.e.f": { partitions: 1, replicationFactor: 1, config: {} },
      "a.b.c": {
        partitions: 3,
        replicationFactor: 1,
        config: { "retention.ms": "9223372036854775807" },
      },
    });
  });

  test("and what is wrong with them is told with the line, all at once", () => {
    const topicsFile = fileOf(
      "- name: a.b.c\n  partitions: 0\n- name: d.e.f\n  partitions: 1\n  config:\n    retention.msec: 1\n- name: g.h.i\n  partitions: 1\n",
    );
    expect(problemsOf({ topicsFile, topics: [{ name: "g.h.i", partitions: 1 }] })).toEqual([
      `topicsFile[0].partitions is 0; must be a whole number from 1 to 10000 (${topicsFile}:2)`,
      `topicsFile[1].config["retention.msec"] is not a topic setting of Kafka 3.5; did you mean retention.ms? (${topicsFile}:6)`,
      `topicsFile[2].name is g.h.i, which is also the name of topics[0]; must be unique (${topicsFile}:7)`,
    ]);
  });

  test("and so is what rules for production say, and where another topic stands", () => {
    const topicsFile = fileOf(
      "# Team.\n- name: a.b.c\n  partitions: 1\n  replicationFactor: 1\n- name: a.b_c\n  partitions: 1\n",
    );
    const brokerSettings = { "auto.create.topics.enable": false, "min.insync.replicas": 1 };
    const topics = [{ name: "d.e.f", partitions: 1 }];
    const live = { production: true, brokers: 3, brokerSettings, topicsFile, topics };
    expect(problemsOf({ ...live, topicNaming: "off" })).toEqual([
      `topicsFile[1].name is a.b_c; collides with a.b.c in topicsFile[0] (${topicsFile}:2): Kafka's metrics do not tell '.' from '_' (${topicsFile}:5)`,
      `topicsFile[0].replicationFactor is 1; a.b.c is lost with the only broker that has it (rule topicsAreReplicated for production) (${topicsFile}:4)`,
    ]);
  });

  test.each([
    ["topics: []\n", /^topicsFile is \{"topics":\[\]\}; must be a list of topics$/],
    ["- name: [\n", /^topicsFile is .*, which is not usable YAML: .* \(.*topics\.yaml:2\)$/],
    [
      "- *nobody\n",
      /^topicsFile is .*: the alias \*nobody has no anchor &nobody before it .*:1\)$/,
    ],
    [
      "[]\n---\n- name: a\n",
      /^topicsFile is .*, which is not usable YAML: .* multiple documents.*:2\)$/,
    ],
  ])("%j is refused", (text, problem) => {
    expect(problemsOf({ topicsFile: fileOf(text) })[0]).toMatch(problem);
  });

  test("of which a line or a long value is never quoted as a whole", () => {
    const line = "root:x:0:0:root:/root:/bin/bash";
    for (const text of [`${line}\n`.repeat(50), `${line} [\n\t- {"\n`.repeat(50)]) {
      const [problem = "", ...others] = problemsOf({ topicsFile: fileOf(text) });
      expect(others).toEqual([]);
      expect(problem.length).toBeLessThan(260);
      expect(problem.split(line).length).toBeLessThan(4);
    }
  });

  test("are in a file inside the project, wherever links lead", () => {
    const link = path.join(folder.name, "link.yaml");
    symlinkSync("/etc/passwd", path.join(root, link));
    const within = path.join(folder.name, "within.yaml");
    symlinkSync("topics.yaml", path.join(root, within));
    fileOf("[]\n");
    expect(problemsOf({ topicsFile: within })).toEqual([]);
    const outside = ["../../../etc/passwd", "/etc/passwd", "topics/../../x.yaml", link];
    for (const topicsFile of [...outside, path.join(root, folder.name, "topics.yaml")]) {
      expect(problemsOf({ topicsFile })).toEqual([
        `topicsFile is ${excerpt(topicsFile)}; must be the path of a file inside the project, relative to the project's folder`,
      ]);
    }
  });

  test("may be none, and must be there", () => {
    expect(problemsOf({ topicsFile: fileOf("# none yet\n") })).toEqual([]);
    expect(problemsOf({ topicsFile: "topics/nowhere.yaml" })).toEqual([
      expect.stringMatching(
        /^topicsFile is topics\/nowhere.yaml; must be a readable file: ENOENT: [a-z ]+$/,
      ),
    ]);
  });
});

describe("defaults for all topics", () => {
  test("fill in what a topic does not say", () => {
    const topicDefaults = {
      partitions: 6,
      config: { "retention.ms": 1, "cleanup.policy": "compact" },
      preventDelete: true,
    };
    const topics = [
      { name: "a.b.c" },
      { name: "d.e.f", partitions: 1, config: { "retention.ms": 2 }, preventDelete: false },
    ];
    expect(readSettings(projectConfig({ topics, topicDefaults })).topics).toEqual({
      "a.b.c": {
        partitions: 6,
        replicationFactor: 1,
        config: { "retention.ms": "1", "cleanup.policy": "compact" },
        preventDelete: true,
      },
      "d.e.f": {
        partitions: 1,
        replicationFactor: 1,
        config: { "retention.ms": "2", "cleanup.policy": "compact" },
      },
    });
  });

  test.each<[object, string]>([
    [
      { replicationFactor: 2 },
      "topicDefaults.replicationFactor is 2; must be at most the number of brokers, 1",
    ],
    [
      { config: { "min.insync.replicas": 2 } },
      'topicDefaults.config["min.insync.replicas"] is 2; must be at most the replication factor, 1, or nothing could be produced',
    ],
    [
      { config: { "retention.mss": 1 } },
      'topicDefaults.config["retention.mss"] is not a topic setting of Kafka 3.5; did you mean retention.ms?',
    ],
    [
      { name: "a" },
      "topicDefaults has an unknown key, name; topicDefaults has partitions, replicationFactor, config and preventDelete",
    ],
  ])("%j", (topicDefaults, problem) => {
    // Said once, however many topics follow it.
    const topics = ["a.b.c", "d.e.f"].map((name) => ({ name, partitions: 1 }));
    expect(problemsOf({ topics, topicDefaults })).toEqual([problem]);
  });

  test("are judged with what each topic says itself, at the place that says it", () => {
    const topics = [
      { name: "a.b.c", config: { "min.insync.replicas": 3 } },
      { name: "d.e.f", replicationFactor: 3 },
      { name: "g.h.i", replicationFactor: 1 },
      { name: "j.k.l", replicationFactor: "x", config: { "min.insync.replicas": 9 } },
    ];
    const topicDefaults = { replicationFactor: 2, config: { "min.insync.replicas": "2" } };
    expect(problemsOf({ topics, topicDefaults, brokers: 3 })).toEqual([
      "topics[3].replicationFactor is x; must be a whole number from 1 to 9",
      ...[0, 1, 2, 3].map(
        (index) =>
          `topics[${index}].partitions is missing; must be a whole number from 1 to 10000, here or for all topics in topicDefaults`,
      ),
      'topics[0].config["min.insync.replicas"] is 3; must be at most the replication factor, 2, or nothing could be produced',
      'topics[2].config["min.insync.replicas"] is 2; must be at most the replication factor, 1, or nothing could be produced',
    ]);
  });

  test("that are not well formed leave open what follows from them", () => {
    const topics = [{ name: "a.b.c", config: { "min.insync.replicas": 5 } }];
    const topicDefaults = { partitions: "many", replicationFactor: [] };
    expect(problemsOf({ topics, topicDefaults, brokers: 3 })).toEqual([
      "topicDefaults.partitions is many; must be a whole number from 1 to 10000",
      "topicDefaults.replicationFactor is []; must be a whole number from 1 to 9",
    ]);
  });
});

describe("the naming rule", () => {
  const topics = [
    { name: "vendas.pedido.criado", partitions: 1 },
    { name: "meu-topico", partitions: 1 },
    { name: "Outro", partitions: 1 },
  ];
  const complaint = (at: string, name: string) =>
    `${at}.name is ${name}; must match topicNamePattern, ^[a-z0-9-]+\\.[a-z0-9-]+\\.[a-z0-9-]+$, or be one of topicNameExceptions`;

  test("warns, and spares exceptions", () => {
    const { warnings } = readSettings(
      projectConfig({ topics, topicNameExceptions: ["meu-topico"] }),
    );
    expect(warnings).toEqual([
      `kafka-platform:${complaint("topics[2]", "Outro")}`,
      automaticTopics,
    ]);
  });

  test("refuses where it is configured to", () => {
    expect(problemsOf({ topics, topicNaming: "error" })).toEqual([
      complaint("topics[1]", "meu-topico"),
      complaint("topics[2]", "Outro"),
    ]);
  });

  test("can be another one, or none", () => {
    expect(
      problemsOf({ topics: [topics[1]], topicNaming: "error", topicNamePattern: "^[a-z-]+$" }),
    ).toEqual([]);
    const brokerSettings = { "auto.create.topics.enable": false };
    expect(
      readSettings(projectConfig({ topics, topicNaming: "off", brokerSettings })).warnings,
    ).toEqual([]);
    expect(problemsOf({ topicNamePattern: "(" })).toEqual([
      "topicNamePattern is (; must be a regular expression",
    ]);
  });
});

test.each<[Record<string, unknown>, string[]]>([
  // Beside each thing that is refused, what is not.
  [{ brokerPort: 9093, brokers: 3 }, []],
  [{ brokerPort: 9089, brokers: 3 }, []],
  [{ zookeeperPort: 9092 }, []],
  [{ brokerPort: 65533, brokers: 3 }, []],
  [{ publishAddress: "::1" }, []],
  [{ publishAddress: "::ffff:127.0.0.1" }, []],
  [{ publishAddress: "127.0.0.2", advertisedHost: "127.0.0.2" }, []],
  [{ kafkaUi: false, publishAddress: "0.0.0.0" }, ["publishAddress is 0.0.0.0; anyone"]],
  [{ kafkaUi: false, publishAddress: "0::0" }, ["publishAddress is 0::0; anyone"]],
  [
    { publishAddress: "192.0.2.5", advertisedHost: "192.0.2.5" },
    ["publishAddress is 192.0.2.5; anyone", "kafkaUiUser is empty, and publishAddress is 192.0.2"],
  ],
  [
    { advertisedHost: "kafka.example.org" },
    ["advertisedHost is kafka.example.org, but publishAddress is 127.0.0.1: other machines"],
  ],
  // Not opened, brokers take no port of others.
  [{ target: "kubernetes", advertisedHost: "kafka.example.org" }, []],
  [
    {
      ...{ target: "kubernetes", external: "loadBalancer", brokers: 3, brokerPort: 8090 },
      advertisedHost: "kafka-{broker}.example.org",
    },
    ["external is loadBalancer; anyone"],
  ],
  [
    {
      ...{ target: "kubernetes", external: "nodePort", brokers: 2, brokerPort: 32767 },
      advertisedHost: "127.0.0.1",
    },
    [
      "external is nodePort; anyone",
      "brokerPort results in node port 32768; the cluster refuses it unless its --service-node-port-range is not 30000-32767",
    ],
  ],
  [
    {
      ...{ target: "kubernetes", external: "nodePort", brokers: 3, brokerPort: 32765 },
      advertisedHost: "nodes.example.org",
    },
    ["external is nodePort; anyone"],
  ],
  [
    {
      ...{ target: "kubernetes", external: "loadBalancer", brokers: 3 },
      advertisedHost: "127.0.0.1",
    },
    ["external is loadBalancer; anyone"],
  ],
])("%j is warned of at most", (values, expected) => {
  const brokerSettings = { "auto.create.topics.enable": false };
  const { warnings } = readSettings(projectConfig({ ...values, brokerSettings }));
  expect(warnings).toEqual(
    expected.map((each) => expect.stringContaining(`kafka-platform:${each}`) as string),
  );
});

describe("rules between values", () => {
  test.each<[keyof typeof rules, Record<string, unknown>, string[]]>([
    [
      "zookeeperMajority",
      { zookeepers: 2 },
      [
        "zookeepers is 2; must be odd: an even ensemble survives no more failures than the next smaller odd one",
      ],
    ],
    [
      "hostPortsAreDistinct",
      { kafkaUiPort: 29093, brokers: 2 },
      ["kafkaUiPort uses host port 29093, which brokerPort also uses; choose another port"],
    ],
    [
      "hostPortsAreDistinct",
      { target: "kubernetes", zookeeperPort: 8090, brokerPort: 8090 },
      [
        "brokerPort uses port 8090 of a machine that runs `make connect`, which zookeeperPort also uses; choose another port",
        "kafkaUiPort uses port 8090 of a machine that runs `make connect`, which zookeeperPort also uses; choose another port",
      ],
    ],
    [
      "portsExist",
      { brokerPort: 65534, brokers: 4, zookeeperPort: 65535, zookeepers: 3 },
      [
        "zookeeperPort results in port 65536, as each of the 3 zookeepers uses the next port; must be at most 65533",
        "brokerPort results in port 65536, as each of the 4 brokers uses the next port; must be at most 65532",
        "brokerPort uses host port 65535, which zookeeperPort also uses; choose another port",
      ],
    ],
    [
      "portsExist",
      { target: "kubernetes", brokerPort: 65535, brokers: 2 },
      [
        "brokerPort results in port 65536, as each of the 2 brokers uses the next port; must be at most 65534",
      ],
    ],
    [
      "brokerPortIsNotInternal",
      { brokerPort: 9090, brokers: 3 },
      [
        "brokerPort results in port 9092, on which every broker already listens for the others; must be above 9092, or at most 9089",
      ],
    ],
    [
      "brokerPortIsNotInternal",
      { target: "kubernetes", brokerPort: 9092 },
      [
        "brokerPort results in port 9092, on which every broker already listens for the others; must be above 9092, or at most 9091",
      ],
    ],
    [
      "nodePortIsChosen",
      {
        ...{ target: "kubernetes", external: "nodePort", brokers: 3 },
        advertisedHost: "nodes.example.org",
      },
      [
        "brokerPort is 29092, its default, but external is nodePort; must be a node port for the first broker, usually from 30000 to 32765 (the cluster's --service-node-port-range)",
      ],
    ],
    [
      "openedBrokersAreFound",
      { target: "kubernetes", external: "nodePort", brokerPort: 30092 },
      [
        "advertisedHost is localhost, but external is nodePort: every client would look for the brokers on its own machine; must be " +
          "a host that reaches any node of the cluster, or 127.0.0.1 if the cluster and all clients are on this machine",
      ],
    ],
    [
      "balancersAreTold",
      {
        ...{ target: "kubernetes", external: "loadBalancer", brokers: 3 },
        advertisedHost: "kafka.example.org",
      },
      [
        "advertisedHost is kafka.example.org for each of the 3 brokers, but each has its own load balancer and address; must contain {broker}, such as kafka-{broker}.example.org",
      ],
    ],
    [
      "advertisedHostIsPublished",
      { publishAddress: "192.0.2.5" },
      [
        "advertisedHost is localhost, but publishAddress is 192.0.2.5, so nothing listens there; must be a name or an address that reaches 192.0.2.5",
      ],
    ],
    [
      "advertisedHostIsPublished",
      { publishAddress: "127.0.0.2", advertisedHost: "127.0.0.3" },
      [
        "advertisedHost is 127.0.0.3, but publishAddress is 127.0.0.2, so nothing listens there; must be a name or an address that reaches 127.0.0.2",
      ],
    ],
    [
      "brokerSettingsAreNotDerived",
      { brokerSettings: { "broker.id": 4, "Log Dirs": "x" } },
      [
        'brokerSettings["broker.id"] cannot be set here; it follows from brokers',
        'brokerSettings["Log Dirs"] must be the Kafka name of a broker setting, such as log.retention.hours',
      ],
    ],
    [
      "kafkaUiLoginIsComplete",
      { kafkaUiUser: "ana" },
      ["kafkaUiPassword is empty; kafkaUiUser and kafkaUiPassword must both be set, or neither"],
    ],
    [
      "topicNamesAreDistinct",
      {
        topics: [
          { name: "a.b", partitions: 1 },
          { name: "a.b", partitions: 1 },
          { name: "a_b", partitions: 1 },
        ],
      },
      [
        "topics[1].name is a.b, which is also the name of topics[0]; must be unique",
        "topics[2].name is a_b; collides with a.b in topics[0]: Kafka's metrics do not tell '.' from '_'",
      ],
    ],
  ])("%s: %j", (rule, changes, problems) => {
    expect(rules).toHaveProperty(rule);
    expect(problemsOf(changes)).toEqual(problems);
  });

  test("a platform without Kafka UI leaves its port free", () => {
    expect(problemsOf({ kafkaUi: false, kafkaUiPort: 29092 })).toEqual([]);
  });
});

test("no message shows a secret, or more of a value than its beginning", () => {
  const secret = "s3cret-" + "x".repeat(200);
  const config = projectConfig({
    target: secret,
    kafkaUiPort: "9".repeat(200),
    topicNamePattern: "^short-s3cret$",
    topicNaming: "error",
    topics: [{ name: "a.b.c", partitions: 1 }],
    acceptedRisks: ["risk".repeat(100)],
    brokerSettings: { ["K".repeat(300)]: 1 },
  });
  const secrets = ["target", "topicNamePattern"];
  const messages = (isSecret?: (key: string) => boolean) => {
    try {
      readSettings(config, "", isSecret);
      return [];
    } catch (error) {
      return (error as SettingsError).problems;
    }
  };
  const open = messages();
  expect(open.map(({ path }) => excerpt(path))).toHaveLength(5);
  for (const { path, message } of open) {
    expect(path.length).toBeLessThan(110);
    expect(message).not.toMatch(/(.)\1{80}/);
    expect(message).not.toContain("risk".repeat(25));
  }
  const hidden = messages((key) => secrets.includes(key));
  expect(hidden.map(({ message }) => message).join("\n")).not.toContain("s3cret");
  expect(hidden).toHaveLength(5);
  expect(hidden).toContainEqual({
    path: "target",
    message: "is a secret; must be docker or kubernetes",
  });
});

test("one value that is none hides no other, down to single settings", () => {
  const topic = { name: "a.b.c", partitions: 1 };
  const problems = problemsOf({
    createNamespace: "yes",
    brokers: "three",
    // As Pulumi hands over a key with nothing behind it.
    topicDefaults: "",
    acceptedRisks: "",
    brokerSettings: { "log.retention.hours": [1], "broker.id": 1, "auto.create.topics.enable": {} },
    zookeeperSettings: { snapCount: null, snapCnt: 1 },
    topics: [
      { ...topic, config: { "retention.mss": 1, "retention.ms": [], preallocate: null } },
      { ...topic, config: null },
      "x",
    ],
  });
  expect(problems).toEqual([
    "acceptedRisks is empty; must be a list of production rules. For none, remove the key or write []",
    "createNamespace is yes; must be true or false",
    "zookeeperSettings.snapCount is empty; must be text, a number, true or false",
    "brokers is three; must be a whole number from 1 to 9",
    'brokerSettings["log.retention.hours"] is [1]; must be text, a number, true or false',
    'brokerSettings["auto.create.topics.enable"] is {}; must be text, a number, true or false',
    'topics[0].config["retention.mss"] is not a topic setting of Kafka 3.5; did you mean retention.ms?',
    'topics[0].config["retention.ms"] is []; must be text, a number, true or false',
    "topics[0].config.preallocate is empty; must be text, a number, true or false",
    "topics[1].config is empty; must be a map of topic settings",
    "topics[2] is x; must be a map: a topic has name, partitions, replicationFactor, config, preventDelete and renamedFrom",
    "topicDefaults is empty; must be a map of values for all topics. For none, remove the key or write {}",
    "zookeeperSettings.snapCnt is not a setting of ZooKeeper 3.6 that the image accepts; did you mean snapCount?",
    'brokerSettings["broker.id"] cannot be set here; it follows from brokers',
    "topics[1].name is a.b.c, which is also the name of topics[0]; must be unique",
  ]);
});

test("every problem is listed at once, with its path, in one message", () => {
  const config = projectConfig({
    target: "vm",
    brokerPort: 2181,
    kafkaUiPort: 99999,
    zookeeperImage: "",
    topics: [
      { name: "bad name", partitions: 1, replicationFactor: 3 },
      { name: "a.b.c", partitions: 1, config: { "retention.ms": -5 } },
    ],
  });
  expect(() => readSettings(config)).toThrow(
    [
      "The configuration has 7 problems; nothing was changed.",
      "  kafka-platform:target is vm; must be docker or kubernetes",
      "  kafka-platform:zookeeperImage is empty; must be an image, such as registry/name:tag",
      "  kafka-platform:kafkaUiPort is 99999; must be a whole number from 1 to 65535",
      "  kafka-platform:topics[0].name is bad name; must have 1 to 249 characters, each a letter from a to z or A to Z, a digit, '.', '_' or '-'",
      '  kafka-platform:topics[1].config["retention.ms"] is -5; must be a whole number from -1 to 9223372036854775807 (-1: no limit)',
      "  kafka-platform:brokerPort uses host port 2181, which zookeeperPort also uses; choose another port",
      "  kafka-platform:topics[0].replicationFactor is 3; must be at most the number of brokers, 1",
    ].join("\n"),
  );
});

test("any text as any value leads to settings or to listed problems, never to a crash", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(schema)),
      fc.oneof(fc.string(), fc.json(), fc.integer().map(String)),
      (key, value) => {
        try {
          readSettings({ ...projectConfig(), [key]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(SettingsError);
          expect((error as SettingsError).problems.length).toBeGreaterThan(0);
        }
      },
    ),
  );
});

test.each<[PropertyKey[], string]>([
  [["topics", 0, "config", "retention.ms"], 'topics[0].config["retention.ms"]'],
  [["topics", 12, "name"], "topics[12].name"],
])("the path %j is written %s", (path, text) => expect(formatPath(path)).toBe(text));

test("settings of ZooKeeper's are those that its image takes", () => {
  const settings = { maxClientCnxns: 100, snapCnt: 5, clientPort: 2182 };
  expect(() => readSettings(projectConfig({ zookeeperSettings: settings }))).toThrow(
    [
      "The configuration has 2 problems; nothing was changed.",
      "  kafka-platform:zookeeperSettings.snapCnt is not a setting of ZooKeeper 3.6 that the image accepts; did you mean snapCount?",
      "  kafka-platform:zookeeperSettings.clientPort cannot be set here; it follows from the platform: brokers and health checks use it",
    ].join("\n"),
  );
  expect(
    readSettings(projectConfig({ zookeeperSettings: { snapCount: 5 } })).zookeeperSettings,
  ).toEqual({ snapCount: "5" });
});

test.each([
  ["startTimeoutSeconds", 29, 30],
  ["replicaSyncTimeoutSeconds", -1, 0],
])("%s has a range", (key, wrong, least) => {
  expect(() => readSettings(projectConfig({ [key]: wrong }))).toThrow(
    `kafka-platform:${key} is ${wrong}; must be a whole number from ${least} to 86400`,
  );
});
