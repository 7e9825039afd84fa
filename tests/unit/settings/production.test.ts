import { readSettings, SettingsError } from "../../../settings";
import { productionRules } from "../../../settings/rules/production-rules";
import { projectConfig } from "../support/project-config";

const closed = { "auto.create.topics.enable": false };
const safe = {
  brokerSettings: closed,
  production: true,
  brokers: 3,
  zookeepers: 3,
  kafkaUi: false,
  topics: [{ name: "vendas.pedido.criado", partitions: 6 }],
};

/** What is said of a production stack that is safe but for these values: lines by how they are said. */
function judge(changes: Record<string, unknown>) {
  try {
    const { warnings } = readSettings(projectConfig({ ...safe, ...changes }), "live");
    return { refused: [], warned: warnings };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { refused: error.problems.map(({ path, message }) => `${path} ${message}`), warned: [] };
  }
}

const topic = (more: object) => ({ topics: [{ name: "a.b.c", partitions: 1, ...more }] });

/** For each rule, values that it finds, the first words of what it says, and values beside them that it does not. */
const firing: [string, Record<string, unknown>, string, Record<string, unknown>][] = [
  ["severalBrokers", { brokers: 1 }, "brokers is 1; every restart is an outage", { brokers: 3 }],
  ["threeBrokers", { brokers: 2 }, "brokers is 2; what only one of them", { brokers: 4 }],
  ["severalZooKeepers", { zookeepers: 1 }, "zookeepers is 1; while it is down", { zookeepers: 5 }],
  [
    "topicsAreReplicated",
    topic({ replicationFactor: 1, config: { "min.insync.replicas": 1 } }),
    "topics[0].replicationFactor is 1; a.b.c is lost with the only broker",
    topic({ replicationFactor: 2, config: { "min.insync.replicas": 2 } }),
  ],
  [
    "topicsAreReplicated",
    { topicDefaults: { replicationFactor: 1, config: { "min.insync.replicas": 1 } } },
    "topicDefaults.replicationFactor is 1; a topic that sets no other is lost with the only broker",
    { topicDefaults: { replicationFactor: 2 } },
  ],
  [
    "acknowledgedTwice",
    { topicDefaults: { config: { "min.insync.replicas": "01" } } },
    'topicDefaults.config["min.insync.replicas"] is 1; what a single broker',
    { topicDefaults: { config: { "min.insync.replicas": 2 } } },
  ],
  [
    "acknowledgedTwice",
    topic({ config: { "min.insync.replicas": 1 } }),
    'topics[0].config["min.insync.replicas"] is 1; what a single broker',
    topic({ config: { "min.insync.replicas": 2 } }),
  ],
  [
    "acknowledgedTwice",
    { brokerSettings: { ...closed, "min.insync.replicas": 1 } },
    'brokerSettings["min.insync.replicas"] is 1; what a single broker',
    { brokerSettings: { ...closed, "min.insync.replicas": 2 } },
  ],
  [
    "topicsAreNotCreatedAutomatically",
    { brokerSettings: {} },
    'brokerSettings["auto.create.topics.enable"] is not set, and Kafka\'s default is true; a deleted',
    { brokerSettings: { "auto.create.topics.enable": " FALSE " } },
  ],
  [
    "topicsAreNotCreatedAutomatically",
    { brokerSettings: { "auto.create.topics.enable": "true" } },
    'brokerSettings["auto.create.topics.enable"] is true; a deleted',
    { brokerSettings: closed },
  ],
  [
    "dataIsRetained",
    { retainData: false },
    "retainData is false; destroy would remove the data. If that is intended, set destroyData to the stack's name, live",
    { retainData: false, destroyData: "live" },
  ],
  [
    "listenersAreClosed",
    { publishAddress: "0.0.0.0" },
    "publishAddress is 0.0.0.0; anyone who reaches this machine",
    { publishAddress: "127.0.0.1" },
  ],
  [
    "listenersAreClosed",
    { publishAddress: "::" },
    "publishAddress is ::; anyone who reaches this machine",
    { publishAddress: "::1" },
  ],
  [
    "listenersAreLocal",
    { publishAddress: "10.0.0.5", advertisedHost: "kafka.example.org" },
    "publishAddress is 10.0.0.5; anyone who reaches it",
    { publishAddress: "127.0.0.2", advertisedHost: "127.0.0.2" },
  ],
  [
    "externalListenersAreClosed",
    {
      ...{ target: "kubernetes", external: "nodePort", brokerPort: 30092 },
      advertisedHost: "nodes.example.org",
    },
    "external is nodePort; anyone who reaches",
    { target: "kubernetes", external: "none" },
  ],
  [
    "imagesArePinned",
    { brokerImage: "registry.example:5000/team/kafka:latest" },
    "brokerImage is registry.example:5000/team/kafka:latest; the image behind it can change",
    { brokerImage: "registry.example:5000/team/kafka:7.5.0" },
  ],
  [
    "imagesArePinned",
    { zookeeperImage: "registry.example:5000/zookeeper" },
    "zookeeperImage is registry.example:5000/zookeeper; the image behind it",
    { zookeeperImage: `zookeeper@sha256:${"0".repeat(64)}` },
  ],
  [
    "externalListenersAreClosed",
    {
      ...{ target: "kubernetes", external: "loadBalancer", brokerPort: 9094 },
      advertisedHost: "kafka-{broker}.example.org",
    },
    "external is loadBalancer; anyone who reaches",
    { target: "kubernetes", external: "none" },
  ],
  [
    "kafkaUiIsClosed",
    { kafkaUi: true, publishAddress: "10.0.0.5", advertisedHost: "kafka.example.org" },
    "kafkaUiUser is empty, and publishAddress is 10.0.0.5; anyone who reaches Kafka UI there has full control of the " +
      "cluster and, with v0.7.1, can run code in its container (CVE-2023-52251)",
    { kafkaUi: true, kafkaUiUser: "ana", kafkaUiPassword: "geheim" },
  ],
  [
    "kafkaUiHasLogin",
    { target: "kubernetes", kafkaUi: true },
    "kafkaUiUser is empty; anyone who can forward ports of the namespace",
    { target: "kubernetes", kafkaUi: true, kafkaUiUser: "ana", kafkaUiPassword: "geheim" },
  ],
  [
    "kafkaUiHasLogin",
    { kafkaUi: true },
    "kafkaUiUser is empty; anyone who reaches Kafka UI",
    { kafkaUi: true, kafkaUiUser: "ana", kafkaUiPassword: "geheim" },
  ],
  ["smokeTestRuns", { smokeTest: false }, "smokeTest is false; no up proves", { smokeTest: true }],
];

const saidEverywhere = [
  "topicsAreNotCreatedAutomatically",
  "listenersAreClosed",
  "listenersAreLocal",
  "externalListenersAreClosed",
  "kafkaUiIsClosed",
];

test("every rule is shown to fire", () => {
  expect([...new Set(firing.map(([rule]) => rule))].sort()).toEqual(
    Object.keys(productionRules).sort(),
  );
});

describe.each(firing)("%s, for %j", (rule, found, words, beside) => {
  const { severity } = productionRules[rule] ?? {};
  const ending = `(rule ${rule} for production)`;

  test(`is ${severity}, and nothing else is said`, () => {
    const { refused, warned } = judge(found);
    const lines = severity === "refused" ? refused : warned;
    expect([...refused, ...warned]).toEqual(lines);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(words);
    expect(lines[0]?.endsWith(ending)).toBe(true);
  });

  test("says nothing of a value beside it, nor of a stack that is no production", () => {
    expect(judge(beside)).toEqual({ refused: [], warned: [] });
    const { refused, warned } = judge({ ...found, production: false });
    // A warning of its own says these everywhere; what others reach is open besides.
    const elsewhere = saidEverywhere.includes(rule) ? [words] : [];
    if (rule === "kafkaUiIsClosed") elsewhere.unshift("publishAddress is 10.0.0.5; anyone");
    expect({ refused, warned }).toEqual({
      refused: [],
      warned: elsewhere.map((each) => expect.stringContaining(each) as string),
    });
  });
});

test.each(
  Object.entries(productionRules)
    .filter(([name]) => name !== "dataIsRetained")
    .map(([name, { severity }]) => [name, severity] as const),
)("the risk of %s can be accepted: what was %s is said more quietly", (rule, severity) => {
  const found = firing.find(([name]) => name === rule)?.[1] ?? {};
  const { refused, warned } = judge({ ...found, acceptedRisks: [rule] });
  expect(refused).toEqual([]);
  // Others may have their say of the same values.
  const own = warned.filter((line) => line.endsWith(`(rule ${rule} for production)`));
  expect(own).toHaveLength(severity === "refused" ? 1 : 0);
});

test("the loss of data is no risk to accept: it takes the stack's own name", () => {
  expect(judge({ acceptedRisks: ["dataIsRetained"] }).refused[0]).toContain(
    "acceptedRisks[0] is dataIsRetained; must be one of severalBrokers, ",
  );
  for (const destroyData of ["", "other", "true"]) {
    expect(judge({ retainData: false, destroyData }).refused).toHaveLength(1);
  }
});

test.each([
  ["in production", { production: true }, true],
  ["in production, once the stack is named", { production: true, destroyData: "live" }, false],
  ["in production, with another stack's name", { production: true, destroyData: "dev" }, true],
  ["elsewhere", { production: false }, false],
])("data is protected %s", (_where, changes, expected) => {
  const { protectData } = readSettings(projectConfig({ ...safe, ...changes }), "live");
  expect(protectData).toBe(expected);
});
