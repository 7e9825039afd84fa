import type * as pulumi from "@pulumi/pulumi";
import { watchedContainers } from "../../../targets/docker/replicas";
import { KafkaPlatform } from "../../../components/platform";
import { platformOptions } from "../../../program/platform-options";
import { readSettings } from "../../../settings";
import type { Connection } from "../../../targets/connection";
import type {
  FoundVolume,
  Target,
  Workload,
  WorkloadArgs,
  WorkloadOptions,
} from "../../../targets/target";
import { recordResources, settled } from "../support/mocks";
import { projectConfig, stackConfig } from "../support/project-config";

const registered = recordResources();

/** A target that keeps what it is asked for: components must need nothing else of a target. */
class RecordingTarget implements Target {
  readonly usesInternalAddresses = false;
  readonly workloads: Record<string, WorkloadArgs> = {};
  readonly declared: Record<string, Workload> = {};
  /** What each workload needs, by their names. */
  readonly needs: Record<string, string | undefined> = {};
  guards: pulumi.Resource[] = [];

  constructor(
    private readonly existing: Record<string, FoundVolume[]> | undefined,
    readonly reachesLoopback = false,
  ) {}

  prepare(dependsOn: pulumi.Resource[]): void {
    this.guards = dependsOn;
  }

  hosts(host: string, replicas: number): string[] {
    return Array.from({ length: replicas }, (_, index) => `${host}-${index}`);
  }

  connection({ host }: Pick<WorkloadArgs, "host">, port: string): Connection {
    return { via: "direct", addresses: [`${host}:${port}`] };
  }

  found(host: string, contents: readonly string[]) {
    return (
      this.existing && contents.flatMap((content) => this.existing?.[`${host}/${content}`] ?? [])
    );
  }

  volumeName(host: string, content: string, replica: number): string {
    return `${host}/${content}/${replica}`;
  }

  volumeRemoval(names: readonly string[]): string {
    return `remove only ${names.join(" ")}`;
  }

  removal(storage: readonly string[]): string {
    return `remove ${storage.join(" ")}`;
  }

  workload(name: string, args: WorkloadArgs, { needs }: WorkloadOptions) {
    this.workloads[name] = args;
    this.needs[name] = Object.keys(this.declared).find((each) => this.declared[each] === needs);
    const workload: Workload = {
      instances: [],
      watched: watchedContainers(args, ""),
      created: [],
      updateSeconds: 60,
      resources: [],
      volumes: [],
      storage: args.volumes.map((volume) => `${name}/${volume.name}`),
      outside: (port: string) => [`${name}:${port}`],
      forwards: () => [],
    };
    this.declared[name] = workload;
    return workload;
  }
}

async function deploy(
  config: Record<string, string>,
  existing: Record<string, FoundVolume[]> | undefined = {},
  reachesLoopback = false,
) {
  registered.length = 0;
  const target = new RecordingTarget(existing, reachesLoopback);
  const platform = new KafkaPlatform("test", { target, ...platformOptions(readSettings(config)) });
  await settled();
  return { target, platform, types: registered.map(({ type, name }) => `${type} ${name}`).sort() };
}

const dev = stackConfig("dev");

test.each([
  [undefined, ["test-zookeeper", "test-kafka"]],
  [false, ["test-zookeeper", "test-kafka"]],
  [true, []],
])(
  "what holds no data waits for the guards, unless they are known to pass: %s",
  async (isChecked, names) => {
    const target = new RecordingTarget({});
    const options = platformOptions(readSettings(dev));
    new KafkaPlatform("test", {
      target,
      ...options,
      ...(isChecked !== undefined && { isChecked }),
    });
    await settled();
    const urns = target.guards.map(
      ({ urn }) => new Promise<string>((resolve) => urn.apply(resolve)),
    );
    expect((await Promise.all(urns)).map((urn) => urn.split("::").at(-1))).toEqual(names);
  },
);

test("the platform is exactly these components and resources", async () => {
  const { types } = await deploy(dev);
  expect(types).toEqual([
    "kafka-platform:index:Broker test-kafka",
    "kafka-platform:index:KafkaPlatform test",
    "kafka-platform:index:KafkaUi test-kafka-ui",
    "kafka-platform:index:SeedTopics test-topics",
    "kafka-platform:index:SmokeTest test-smoke-test",
    "kafka-platform:index:ZooKeeper test-zookeeper",
    "kafka-platform:kafka:BrokerCount test-kafka",
    "kafka-platform:kafka:Cluster test-kafka",
    "kafka-platform:kafka:EnsembleSize test-zookeeper",
    "kafka-platform:kafka:SmokeRun test-smoke-test",
    "kafka-platform:kafka:Topics test-topics",
  ]);
});

test("each service is asked of the target with the guide's image, host and ports", async () => {
  const { target } = await deploy(dev);
  const asked = Object.entries(target.workloads).map(
    ([name, { image, host, replicas, ports, volumes }]) => ({
      name,
      image,
      host,
      replicas,
      ports: ports.map(({ number, published }) => [number, published]),
      volumes: volumes.map((volume) => [volume.name, volume.path, volume.retain]),
    }),
  );
  expect(asked).toEqual([
    {
      name: "test-zookeeper",
      image: "confluentinc/cp-zookeeper:7.5.0",
      host: "zookeeper",
      replicas: 1,
      ports: [
        [2181, 2181],
        [2888, undefined],
        [3888, undefined],
      ],
      volumes: [
        ["data", "/var/lib/zookeeper/data", true],
        ["logs", "/var/lib/zookeeper/log", true],
      ],
    },
    {
      name: "test-kafka",
      image: "confluentinc/cp-kafka:7.5.0",
      host: "kafka",
      replicas: 1,
      ports: [
        [9092, undefined],
        [29092, 29092],
      ],
      volumes: [["data", "/var/lib/kafka/data", true]],
    },
    {
      name: "test-kafka-ui",
      image: "provectuslabs/kafka-ui:v0.7.1",
      host: "kafka-ui",
      replicas: 1,
      ports: [[8080, 8090]],
      volumes: [],
    },
  ]);
});

test("the brokers get a minute to leave ZooKeeper before they are killed", async () => {
  const { target } = await deploy(dev);
  expect(target.workloads["test-kafka"]?.stopGraceSeconds).toBe(60);
  expect(target.workloads["test-zookeeper"]?.stopGraceSeconds).toBe(15);
});

test("several brokers are replaced in turn, and none is stopped before it may be", async () => {
  const { target } = await deploy(projectConfig({ brokers: 3, replicaSyncTimeoutSeconds: 77 }));
  const { beforeStop, beforeReplica, awaitReady } = target.workloads["test-kafka"] ?? {};
  expect(beforeStop?.timeoutSeconds).toBe(77);
  expect(awaitReady).toBe(false);
  beforeReplica?.({ index: 1, trigger: "print", dependsOn: [] });
  await settled();
  const turn = registered.find(({ type }) => type === "kafka-platform:kafka:InSync");
  expect(turn).toMatchObject({
    name: "test-kafka-2",
    inputs: {
      broker: 2,
      trigger: "print",
      startTimeoutSeconds: 180,
      replicaSyncTimeoutSeconds: 77,
    },
  });
  const alone = (await deploy(dev)).target.workloads["test-kafka"];
  expect([alone?.beforeStop, alone?.beforeReplica]).toEqual([undefined, undefined]);
});

test("ZooKeeper and the brokers get as long to start as is configured, and so does the cluster", async () => {
  const { target } = await deploy(projectConfig({ startTimeoutSeconds: 900 }));
  const deadlines = ["test-zookeeper", "test-kafka"].map(
    (name) => target.workloads[name]?.health.deadlineSeconds,
  );
  expect(deadlines).toEqual([900, 900]);
  const cluster = registered.find(({ type }) => type === "kafka-platform:kafka:Cluster");
  expect(cluster?.inputs.timeoutSeconds).toBe(900);
});

test("brokers are created with ZooKeeper, which they wait for by themselves, and the web UI after them", async () => {
  const { target } = await deploy(dev);
  expect(target.needs).toEqual({ "test-kafka": "test-zookeeper" });
});

test("the data of ZooKeeper and of the brokers is kept or dropped together", async () => {
  for (const retainData of [true, false]) {
    const { target } = await deploy(projectConfig({ retainData }));
    const kept = Object.values(target.workloads).flatMap(({ volumes }) =>
      volumes.map(({ retain }) => retain),
    );
    expect(kept).toEqual([retainData, retainData, retainData]);
  }
});

test.each([
  [
    "a production stack",
    { production: true, acceptedRisks: ["severalBrokers", "topicsAreNotCreatedAutomatically"] },
    true,
    "kept",
  ],
  ["another stack", {}, false, "kept"],
  ["a stack that does not retain its data", { retainData: false }, false, "removed"],
])(
  "%s says where its data is, and guards all of it alike",
  async (_what, changes, isProtected, atDestroy) => {
    const { target, platform } = await deploy(projectConfig(changes));
    const guarded = Object.values(target.workloads).flatMap(({ volumes }) =>
      volumes.map(({ protect }) => protect),
    );
    expect(guarded).toEqual([isProtected, isProtected, isProtected]);
    const places = ["test-zookeeper/data", "test-zookeeper/logs", "test-kafka/data"];
    expect(platform.data).toEqual({
      atDestroy,
      isProtected,
      places,
      removal: `remove ${places.join(" ")}`,
    });
  },
);

test("Kafka UI and the smoke test can be left out", async () => {
  const { types, platform } = await deploy(projectConfig({ kafkaUi: false, smokeTest: false }));
  expect(types.join()).not.toMatch(/KafkaUi|Smoke/);
  expect(platform.kafkaUi).toBeUndefined();
  expect(platform.smokeResult).toBeUndefined();
});

test("the topics resource has every declared topic, complete", async () => {
  await deploy(
    projectConfig({
      topics: [{ name: "a.b.c", partitions: 4, config: { "retention.ms": 5 } }],
      deleteTopics: true,
    }),
  );
  const topics = registered.find(({ type }) => type === "kafka-platform:kafka:Topics");
  expect(topics?.inputs).toMatchObject({
    connection: { via: "direct", addresses: ["kafka:external"] },
    topics: { "a.b.c": { partitions: 4, replicationFactor: 1, config: { "retention.ms": "5" } } },
    deleteTopics: true,
    brokers: 1,
    minInSyncReplicas: 1,
    replicationThrottleMBps: 50,
  });
  const smokeRun = registered.find(({ type }) => type === "kafka-platform:kafka:SmokeRun");
  expect(smokeRun?.inputs.topics).toEqual(["a.b.c"]);
  expect(topics?.inputs).not.toHaveProperty("removedTopics");
  await deploy(projectConfig({ removedTopics: ["d.e.f"] }));
  const later = registered.find(({ type }) => type === "kafka-platform:kafka:Topics");
  expect(later?.inputs.removedTopics).toEqual(["d.e.f"]);
});

test("the topics resource knows what the brokers ask of copies", async () => {
  const minInSync = async (changes: object) => {
    await deploy(projectConfig({ brokers: 3, ...changes }));
    const topics = registered.find(({ type }) => type === "kafka-platform:kafka:Topics");
    return topics?.inputs.minInSyncReplicas;
  };
  expect(await minInSync({})).toBe(2);
  expect(await minInSync({ brokerSettings: { "min.insync.replicas": 3 } })).toBe(3);
});

test("the smoke test looks at Kafka UI where it is deployed, with its login", async () => {
  const smokeRun = () => registered.find(({ type }) => type === "kafka-platform:kafka:SmokeRun");
  await deploy(dev);
  expect(smokeRun()?.inputs.kafkaUi).toEqual({
    connection: { via: "direct", addresses: ["kafka-ui:http"] },
  });
  await deploy(projectConfig({ kafkaUiUser: "ana", kafkaUiPassword: "geheim" }));
  expect(JSON.stringify(smokeRun()?.inputs.kafkaUi)).toContain("geheim");
  await deploy(projectConfig({ kafkaUi: false }));
  expect(smokeRun()?.inputs).not.toHaveProperty("kafkaUi");
});

test.each([
  // A forward gets there, and nobody else.
  [true, {}, "127.0.0.1", undefined],
  [true, { kafkaUiUser: "ana", kafkaUiPassword: "geheim" }, undefined, "any"],
  [false, {}, undefined, "any"],
])(
  "Kafka UI, with forwards: %s, and %j, listens at %s",
  async (forwards, login, address, clients) => {
    const { target } = await deploy(projectConfig(login), {}, forwards);
    const page = target.workloads["test-kafka-ui"];
    const environment = page?.environment({
      number: "1",
      host: "kafka-ui",
      outside: () => undefined,
    });
    expect(environment?.SERVER_ADDRESS).toBe(address);
    expect(page?.ports.map((port) => port.clients)).toEqual([clients]);
    const checked = `http://${address ?? "localhost"}:8080/actuator/health`;
    expect(page?.health.ready).toContain(checked);
  },
);

test("Kafka UI at a path has it in its environment, health check, URL and smoke test", async () => {
  const { target, platform } = await deploy(projectConfig({ kafkaUiPath: "/tools/kafka" }));
  const page = target.workloads["test-kafka-ui"];
  expect(page?.environment({ number: "1", host: "kafka-ui", outside: () => undefined })).toEqual({
    KAFKA_CLUSTERS_0_NAME: "kafka-platform",
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: "kafka-0:9092",
    SERVER_SERVLET_CONTEXT_PATH: "/tools/kafka",
  });
  const url = "http://localhost:8080/tools/kafka/actuator/health";
  expect(page?.health.ready).toEqual(["wget", "-q", "-O", "/dev/null", url]);
  expect(platform.kafkaUi?.url).toBe("http://test-kafka-ui:http/tools/kafka");
  const smokeRun = registered.find(({ type }) => type === "kafka-platform:kafka:SmokeRun");
  expect(smokeRun?.inputs.kafkaUi).toEqual({
    connection: { via: "direct", addresses: ["kafka-ui:http"] },
    path: "/tools/kafka",
  });
});

test("what data was made with is recorded beside it, and what is there already is judged", async () => {
  const volume = (name: string, replica: number, origin = {}) => ({ name, replica, origin });
  const zk = "zookeeper/data/1";
  const ensemble = [
    volume(zk, 1, { servers: "3" }),
    volume("zookeeper/logs/1", 1),
    volume("zk-2", 2, { servers: "3" }),
  ];
  const brokers = [volume("kafka/data/1", 1), volume("k-4", 4)];
  const { target } = await deploy(projectConfig({ zookeepers: 3, brokers: 3 }), {
    // An engine lists them in no order.
    "zookeeper/data": ensemble.filter(({ name }) => name !== "zookeeper/logs/1").reverse(),
    "zookeeper/logs": ensemble.filter(({ name }) => name === "zookeeper/logs/1"),
    "kafka/data": [...brokers].reverse(),
  });
  const origins = Object.values(target.workloads).flatMap(({ volumes }) =>
    volumes.map(({ origin }) => origin),
  );
  expect(origins).toEqual([{ servers: "3" }, { servers: "3" }, { brokers: "3" }]);
  const inputs = (type: string) =>
    registered.find((each) => each.type === `kafka-platform:kafka:${type}`)?.inputs;
  const missing = {
    ensemble: [
      { name: "zookeeper/data/2", replica: 2 },
      { name: "zookeeper/logs/2", replica: 2 },
      { name: "zookeeper/data/3", replica: 3 },
      { name: "zookeeper/logs/3", replica: 3 },
    ],
    brokers: [
      { name: "kafka/data/2", replica: 2 },
      { name: "kafka/data/3", replica: 3 },
    ],
  };
  const removal = `remove only ${zk} zookeeper/logs/1 zk-2 kafka/data/1 k-4`;
  const existing = { ensemble, brokers, missing, removal };
  expect(inputs("EnsembleSize")).toEqual({ servers: 3, existing });
  expect(inputs("BrokerCount")).toMatchObject({
    brokers: 3,
    existing,
    surplus: { volumes: brokers.slice(1), removal: "remove only k-4" },
  });
});
