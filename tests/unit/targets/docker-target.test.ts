import * as pulumi from "@pulumi/pulumi";
import { DockerTarget } from "../../../targets/docker";
import type { ContainerPatches } from "../../../targets/docker/container-patch";
import type { EngineVolume } from "../../../targets/docker/volumes";
import type { WorkloadArgs } from "../../../targets/target";
import { recordResources, settled } from "../support/mocks";
import { sampleWorkload } from "../support/sample-workload";

const registered = recordResources();
const own = [{ label: "kafka-platform.stack", value: "qa" }];

const service: WorkloadArgs = {
  ...sampleWorkload,
  environment: ({ number, host, outside }) => ({
    SELF: `${number} ${host} ${outside("peer")} ${outside("admin")}`,
    ALPHA: "a",
  }),
  ports: [
    { name: "http", number: 80, published: 8080 },
    { name: "peer", number: 7000, published: 7000, incrementPerReplica: true },
    { name: "admin", number: 9000 },
  ],
  volumes: [{ name: "data", path: "/data", sizeGiB: 1, retain: true, protect: false }],
};

async function deploy(
  args: Partial<WorkloadArgs>,
  namePrefix = "",
  volumes: readonly EngineVolume[] = [],
  containerPatches?: ContainerPatches,
) {
  registered.length = 0;
  const target = new DockerTarget("docker", {
    stack: "qa",
    network: "net",
    namePrefix,
    publishAddress: "127.0.0.1",
    publishedHost: () => "localhost",
    volumes: Promise.resolve(volumes),
    ...(containerPatches && { containerPatches }),
  });
  target.prepare([]);
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
  const workload = target.workload("test-web", { ...service, ...args }, { parent });
  await settled();
  return { target, workload, inputsOf };
}

function inputsOf(type: string): Record<string, Record<string, unknown>> {
  const full = `docker:index/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`;
  return Object.fromEntries(
    registered.filter((each) => each.type === full).map(({ name, inputs }) => [name, inputs]),
  );
}

test("a program that declares only a workload gets the network and the defaults", async () => {
  registered.length = 0;
  const volumes = Promise.resolve([]);
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
  const workload = new DockerTarget("docker", { volumes }).workload("test-web", service, {
    parent,
  });
  await settled();
  expect(inputsOf("Network").docker).toMatchObject({ name: "kafka-platform" });
  expect(workload.outside("http")).toEqual(["localhost:8080"]);
});

test("one replica is one image, one container with the plain name, and its volume on the network", async () => {
  await deploy({});
  expect(inputsOf("Network")).toEqual({ docker: { name: "net", driver: "bridge", labels: own } });
  expect(inputsOf("RemoteImage")).toEqual({
    "test-web": { name: service.image, keepLocally: true },
  });
  expect(inputsOf("Volume")).toEqual({ "test-web-data": { name: "web-data", labels: own } });
  expect(inputsOf("Container")).toEqual({
    "test-web": {
      name: "web",
      image: "sha256:test-web",
      hostname: "web",
      envs: ["ALPHA=a", "SELF=1 web localhost:7000 undefined"],
      ports: [
        { internal: 80, external: 8080, ip: "127.0.0.1" },
        { internal: 7000, external: 7000, ip: "127.0.0.1" },
      ],
      volumes: [{ volumeName: "web-data", containerPath: "/data" }],
      networksAdvanced: [{ name: "net", aliases: ["web"] }],
      healthcheck: {
        tests: ["CMD", "true"],
        interval: "2s",
        timeout: "3s",
        retries: 4,
        startPeriod: "5s",
      },
      wait: false,
      restart: "unless-stopped",
      destroyGraceSeconds: 30,
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "3" },
      labels: own,
    },
  });
  expect(registered).toHaveLength(7);
});

test("a workload that needs another one is created with it, and waits for it before a restart", async () => {
  const { target, workload } = await deploy({});
  const parent = new pulumi.ComponentResource("test:index:Parent", "other");
  const other = { ...service, host: "app", volumes: [], ports: [] };
  target.workload("test-app", other, { parent, needs: workload });
  await settled();
  const ready = registered.filter(({ type }) => type === "kafka-platform:target:Ready");
  const watched = (name: string) => ({ via: "docker", containers: [name], restartSeconds: 0 });
  const seconds = { createSeconds: 60, updateSeconds: 60 };
  const web = { watched: watched("web"), instances: ["test-web-id"], ...seconds };
  expect(Object.fromEntries(ready.map(({ name, inputs }) => [name, inputs]))).toEqual({
    "test-web": web,
    "test-app": { ...web, watched: watched("app"), instances: ["test-app-id"] },
    "test-app-before-restart": { ...web, onlyFor: watched("app") },
  });
});

test("a container that a refresh finds stopped is replaced, even if it has no ports", async () => {
  const { target } = await deploy({});
  const options: pulumi.CustomResourceOptions[] = [];
  const parent = new pulumi.ComponentResource(
    "test:index:Parent",
    "watched",
    {},
    {
      transformations: [
        ({ type, opts }) => void (type.endsWith(":Container") && options.push(opts)),
      ],
    },
  );
  target.workload("test-app", { ...service, host: "app", volumes: [], ports: [] }, { parent });
  await settled();
  expect(options.map(({ replaceOnChanges }) => replaceOnChanges)).toEqual([
    expect.arrayContaining(["mustRun"]),
  ]);
});

test("a patch labels and limits every container of its workload, and nothing else", async () => {
  await deploy({ replicas: 2 });
  const plain = inputsOf("Container");
  const volumes = inputsOf("Volume");
  await deploy({ replicas: 2 }, "", [], { other: { memoryMiB: 128 }, web: {} });
  expect(inputsOf("Container")).toEqual(plain);
  await deploy({ replicas: 2 }, "", [], {
    all: { labels: { team: "data", cost: "1" }, memoryMiB: 512 },
    web: { labels: { cost: "2" }, memoryMiB: 1024, cpus: "1.5" },
  });
  const patched = {
    labels: [{ label: "cost", value: "2" }, { label: "team", value: "data" }, ...own],
    memory: 1024,
    memorySwap: 1024,
    cpus: "1.5",
  };
  expect(inputsOf("Container")).toEqual({
    "test-web": { ...plain["test-web"], ...patched },
    "test-web-2": { ...plain["test-web-2"], ...patched },
  });
  expect(inputsOf("Volume")).toEqual(volumes);
});

test("further replicas have names, volumes and ports of their own, and the first keeps its own", async () => {
  const { target } = await deploy({ replicas: 2 });
  expect(Object.keys(inputsOf("Container"))).toEqual(["test-web", "test-web-2"]);
  expect(Object.keys(inputsOf("Volume"))).toEqual(["test-web-data", "test-web-data-2"]);
  expect(Object.keys(inputsOf("RemoteImage"))).toEqual(["test-web"]);
  expect(inputsOf("Container")["test-web-2"]).toMatchObject({
    name: "web-2",
    hostname: "web-2",
    envs: ["ALPHA=a", "SELF=2 web-2 localhost:7001 undefined"],
    ports: [
      { internal: 80, external: 8081, ip: "127.0.0.1" },
      { internal: 7001, external: 7001, ip: "127.0.0.1" },
    ],
    volumes: [{ volumeName: "web-data-2", containerPath: "/data" }],
  });
  expect(target.hosts("web", 3)).toEqual(["web", "web-2", "web-3"]);
  expect(target.connection({ ...service, replicas: 2 }, "http")).toEqual({
    via: "direct",
    addresses: ["localhost:8080", "localhost:8081"],
  });
});

describe("containers are waited for", () => {
  const waits = () =>
    registered
      .filter(({ type }) => type === "kafka-platform:target:Ready")
      .map(({ name, inputs }) => ({ name, ...inputs }));

  test("by a resource of this program's own, all together, which others wait for", async () => {
    const { workload } = await deploy({ replicas: 2 }, "qa-");
    const watched = { via: "docker", containers: ["qa-web", "qa-web-2"], restartSeconds: 0 };
    const instances = ["test-web-id", "test-web-2-id"];
    const seconds = { createSeconds: 60, updateSeconds: 60 };
    expect(waits()).toEqual([{ name: "test-web", watched, instances, ...seconds }]);
    expect(workload.watched).toEqual(watched);
    expect(workload.resources).toHaveLength(3);
  });

  test("by nothing where something else proves that they are ready", async () => {
    const { workload } = await deploy({ awaitReady: false });
    expect(waits()).toEqual([]);
    expect(workload.resources).toHaveLength(1);
  });
});

test("replicas with turns are made one after the other, each told when what it is made of changes", async () => {
  const asked: { index: number; dependsOn: string[]; trigger?: string }[] = [];
  const turns = (environment: WorkloadArgs["environment"]) =>
    deploy({
      replicas: 2,
      environment,
      beforeReplica: ({ index, trigger, dependsOn, before }) => {
        expect(before).toEqual(
          index === 0 ? undefined : { via: "docker", containers: ["web"], restartSeconds: 0 },
        );
        const turn: (typeof asked)[number] = { index, dependsOn: [] };
        asked.push(turn);
        pulumi.output(trigger).apply((known) => (turn.trigger = known));
        for (const each of dependsOn) each.urn.apply((urn) => turn.dependsOn.push(urn));
        return new pulumi.ComponentResource("test:index:Turn", `turn-${index}`);
      },
    });
  await turns(() => ({ ALPHA: "a" }));
  await turns(({ number }) => ({ ALPHA: number === "2" ? "b" : "a" }));
  const urns = asked.map(({ dependsOn }) => dependsOn.map((urn) => urn.split("::").at(-1)));
  expect(urns).toEqual([[], ["test-web"], [], ["test-web"]]);
  const [first, second, firstAgain, changed] = asked.map(({ trigger }) => trigger);
  for (const each of [first, second]) expect(each).toMatch(/^[0-9a-f]{16}$/);
  expect(firstAgain).toBe(first);
  expect(changed).not.toBe(second);
});

test("a prefix goes before the engine's names and leaves those within the network", async () => {
  await deploy({}, "e2e-");
  expect(inputsOf("Network").docker).toMatchObject({ name: "e2e-net" });
  expect(inputsOf("Volume")["test-web-data"]).toMatchObject({ name: "e2e-web-data" });
  expect(inputsOf("Container")["test-web"]).toMatchObject({
    name: "e2e-web",
    hostname: "web",
    networksAdvanced: [{ name: "e2e-net", aliases: ["web"] }],
  });
});

test("the storage of a workload is its volumes by their names, which one command removes", async () => {
  const { target, workload } = await deploy({ replicas: 2 }, "qa-");
  expect(workload.storage).toEqual(["qa-web-data", "qa-web-data-2"]);
  expect(Object.values(inputsOf("Volume")).map(({ name }) => name)).toEqual(workload.storage);
  expect(target.removal(workload.storage)).toBe("docker volume rm qa-web-data qa-web-data-2");
});

test("a volume records what it is made with, which no change of it ever replaces", async () => {
  const [volume] = service.volumes;
  if (!volume) throw new Error("the sample has no volume");
  await deploy({ volumes: [{ ...volume, origin: { servers: "3" } }] });
  expect(inputsOf("Volume")).toEqual({
    "test-web-data": {
      name: "web-data",
      labels: [...own, { label: "kafka-platform/servers", value: "3" }],
    },
  });
});

test("volumes that are there are found by the exact names that replicas would take over", async () => {
  const volume = (name: string, labels = {}) => ({ name, labels });
  const { target } = await deploy({}, "qa-", [
    volume("qa-web-data", { "kafka-platform/servers": "3", "com.example/other": "x" }),
    volume("qa-web-data-3"),
    volume("qa-web-logs-2"),
    ...[
      "web-data",
      "qa-web-data-1",
      "qa-web-data-02",
      "qa-web-data-x",
      "qa-web-data-",
      "qa-web",
    ].map((name) => volume(name)),
    ...["qa-web-data-2.5", "qa-web-database", "my-qa-web-data"].map((name) => volume(name)),
  ]);
  expect(await target.found("web", ["data", "logs"])).toEqual([
    { name: "qa-web-data", replica: 1, origin: { servers: "3" } },
    { name: "qa-web-data-3", replica: 3, origin: {} },
    { name: "qa-web-logs-2", replica: 2, origin: {} },
  ]);
  expect(await target.found("elsewhere", ["data"])).toEqual([]);
  expect(target.volumeName("web", "data", 1)).toBe("qa-web-data");
  expect(target.volumeName("web", "logs", 2)).toBe("qa-web-logs-2");
  expect(target.volumeRemoval(["a", "b"])).toBe("docker volume rm a b");
});

test("an engine that does not say which volumes it has is not taken for one that has none", async () => {
  const silent = new DockerTarget("silent", {
    stack: "qa",
    network: "net",
    namePrefix: "",
    publishAddress: "127.0.0.1",
    publishedHost: () => "localhost",
    volumes: Promise.resolve(undefined),
  });
  expect(await silent.found("web", ["data"])).toBeUndefined();
});

test("an argument that is undefined has its default, as a program passes on what is not configured", async () => {
  registered.length = 0;
  const nothing = { namePrefix: undefined, network: undefined, publishAddress: undefined };
  new DockerTarget("docker", { ...nothing, volumes: Promise.resolve([]) }).prepare([]);
  await settled();
  expect(registered.map(({ inputs }) => inputs.name)).toContain("kafka-platform");
});
