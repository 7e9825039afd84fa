import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { createTarget } from "../../../pipelines/program/create-target";
import type { Platform } from "../../../pipelines/program/platform";
import { readSettings } from "../../../pipelines/settings";
import { DockerTarget } from "../../../targets/docker";
import { SettingsError } from "../../../settings";
import { pipelinesConfig } from "../support/project-config";

void pulumi.runtime.setMocks(
  { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) },
  ...(["kafka-pipelines", "qa"] as const),
);

/** A container as an engine lists it. */
const container = (name: string, stack?: string, ...ports: number[]) => ({
  Id: name,
  Names: [`/${name}`],
  State: "running",
  Labels: stack === undefined ? {} : { "kafka-platform.stack": stack },
  NetworkSettings: { Networks: {} },
  Ports: ports.map((port) => ({
    ...{ IP: "127.0.0.1", PublicPort: port, PrivatePort: port, Type: "tcp" },
  })),
});

// An engine with the containers of a test. It is none behind a socket, so no port of this machine is tried.
let containers: object[] = [];
const engine = createServer(({ url = "" }, response) => {
  const path = url.split("?")[0];
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(path === "/containers/json" ? containers : []));
});
const before = process.env.DOCKER_HOST;

beforeAll(async () => {
  await once(engine.listen(0, "127.0.0.1"), "listening");
  process.env.DOCKER_HOST = `tcp://127.0.0.1:${(engine.address() as AddressInfo).port}`;
});

afterAll(() => {
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
  engine.close();
});

const onDocker: Platform["place"] = {
  ...{ target: "docker", namePrefix: "qa-", network: "qa-kafka-platform" },
};

function create(
  place: Platform["place"],
  exists: object[] = [],
  changes: Readonly<Record<string, unknown>> = {},
) {
  containers = exists;
  const settings = readSettings(pipelinesConfig(changes), "none", "/nowhere", () => false);
  const stack = "organization/kafka-platform/qa";
  return createTarget(settings, { stack, place, bootstrap: "kafka:9092", topics: [] });
}

/** What is in the way; nothing if the target is created. */
async function problemsOf(creating: Promise<unknown>): Promise<string[]> {
  try {
    await creating;
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
}

test("the target is that of the platform, with its prefix", async () => {
  const target = await create(onDocker);
  expect(target).toBeInstanceOf(DockerTarget);
  expect(target.volumeName("postgres", "data", 1)).toBe("qa-postgres-data");
});

test("this stack's own containers, with their ports, are not in the way", async () => {
  const own = [
    container("qa-object-store", "pipelines/qa", 8333),
    container("qa-streaming-job", "pipelines/qa"),
    container("qa-postgres", "pipelines/qa", 5432),
    container("qa-nifi", "pipelines/qa", 8081),
    container("qa-prefect", "pipelines/qa", 4200),
  ];
  expect(await problemsOf(create(onDocker, own))).toEqual([]);
});

test("ports and names of others are, each named with its key", async () => {
  const others = [
    container("database", undefined, 5432),
    container("qa-connect"),
    // The platform's stack of the same name.
    container("qa-table-copy", "qa"),
    container("batch-job"),
  ];
  const taken = (name: string) =>
    `kafka-pipelines:platformStack points to an engine that already has a container ${name}, not created by this stack; remove or rename it`;
  expect(await problemsOf(create(onDocker, others))).toEqual([
    "kafka-pipelines:postgresPort uses host port 5432, but container database publishes it; set another port, or free this one",
    taken("qa-connect"),
    taken("qa-table-copy"),
  ]);
  expect(await problemsOf(create(onDocker, others, { changeCapture: false }))).toEqual([]);
});

test("ports and names of NiFi and Prefect are looked at as well, while they are on", async () => {
  const others = [
    container("web", undefined, 8081, 4200),
    ...["nifi", "prefect", "payment-flow", "payment-runs"].map((name) => container(`qa-${name}`)),
  ];
  const used = (key: string, port: number) =>
    `kafka-pipelines:${key} uses host port ${port}, but container web publishes it; set another port, or free this one`;
  const taken = (name: string) =>
    `kafka-pipelines:platformStack points to an engine that already has a container qa-${name}, not created by this stack; remove or rename it`;
  const nifi = [used("nifiPort", 8081), taken("nifi")];
  const prefect = [
    used("prefectPort", 4200),
    ...["prefect", "payment-flow", "payment-runs"].map(taken),
  ];
  const found = async (changes: object) =>
    (await problemsOf(create(onDocker, others, { ...changes }))).sort();
  expect(await found({})).toEqual([...nifi, ...prefect].sort());
  expect(await found({ prefect: false })).toEqual([...nifi].sort());
  expect(await found({ nifi: false })).toEqual([...prefect].sort());
  expect(await found({ nifi: false, prefect: false })).toEqual([]);
});

const onCluster: Platform["place"] = {
  ...{ target: "kubernetes", namespace: "kafka-platform", context: "", kubeconfig: "" },
  ...{ storageClass: "", imagePullSeconds: 600 },
};

test("on a cluster, the platform's namespace is not that of the pipelines", async () => {
  const changes = { namespace: "kafka-platform", nifi: false };
  expect(await problemsOf(create(onCluster, [], changes))).toEqual([
    "kafka-pipelines:namespace is kafka-platform, which is the platform's; must be another namespace",
  ]);
});

test("on a cluster, NiFi is refused with its key", async () => {
  expect(await problemsOf(create(onCluster))).toEqual([
    "kafka-pipelines:nifi is true, but the platform is on Kubernetes; must be false there",
  ]);
});
