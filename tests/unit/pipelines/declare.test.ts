import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { stored } from "../../../pipelines/components/stored";
import { declarePipelines } from "../../../pipelines/program/declare";
import { readSettings } from "../../../pipelines/settings";
import { DockerTarget } from "../../../targets/docker";
import { KubernetesTarget } from "../../../targets/kubernetes";
import type { Target } from "../../../targets/target";
import { type Registered, recordResources, registeredTypes, settled } from "../support/mocks";
import { pipelinesConfig } from "../support/project-config";

/** The texts of a test that must not be readable begin with it. */
const hidden = "hidden-";

const targets = {
  docker: () =>
    new DockerTarget("docker", {
      ...{ namePrefix: "qa-", existingNetwork: "qa-net", stack: "pipelines/qa" },
      volumes: Promise.resolve([]),
    }),
  kubernetes: () =>
    new KubernetesTarget("kubernetes", {
      ...{ namespace: "lab", kubeconfig: pulumi.secret(`${hidden}kubeconfig`) },
    }),
} satisfies Record<string, () => Target>;

type TargetName = keyof typeof targets;

/** What a target cannot run is off there; see pipelines/program/create-target.ts. */
const possible: Readonly<Record<TargetName, object>> = {
  docker: {},
  kubernetes: { nifi: false },
};

async function deploy(on: TargetName, changes: Readonly<Record<string, unknown>> = {}) {
  const registered = recordResources(({ type, name }) =>
    type === "kafka-platform:pipelines:Password" ? { text: pulumi.secret(hidden + name) } : {},
  );
  const target: Target = targets[on]();
  const workload = jest.spyOn(target, "workload");
  const outputs = declarePipelines(
    readSettings(pipelinesConfig({ ...possible[on], ...changes }), "none", "/nowhere", () => false),
    {
      stack: "organization/kafka-platform/qa",
      place: { target: "docker", namePrefix: "qa-", network: "qa-net" },
      bootstrap: "kafka:9092",
      topics: [],
    },
    target,
  );
  await settled();
  const asked = new Map(workload.mock.calls.map(([name, ...rest]) => [name, rest]));
  return { outputs, asked, registered, types: registeredTypes().sort() };
}

function inputsOf(registered: Registered[], type: string, name: string): Registered["inputs"] {
  const found = registered.filter((each) => each.type.endsWith(`:${type}`) && each.name === name);
  expect(found).toHaveLength(1);
  return found[0]?.inputs ?? {};
}

const component = (type: string) => `kafka-pipelines:index:${type}`;
const own = "kafka-platform:pipelines";

/** What the components declare whatever the target. */
const ofStore = [
  `${component("ObjectStore")} object-store`,
  `${component("ObjectStore")}$${own}:Buckets object-store`,
  `${component("ObjectStore")}$${own}:Password object-store-access-key`,
  `${component("ObjectStore")}$${own}:Password object-store-secret-key`,
];
const ofCapture = [
  `${component("ChangeCapture")} cliente`,
  `${component("ChangeCapture")}$${own}:Connector cliente`,
  `${component("Connect")} connect`,
  `${component("Database")} postgres`,
  `${component("Database")}$${own}:Password postgres`,
  `${component("TableCopy")} table-copy`,
];
const ofStreaming = [`${component("StreamingJob")} streaming-job`];
const ofBatch = [`${component("BatchJob")} batch-job`];
const ofNifi = [`${component("Nifi")} nifi`, `${component("Nifi")}$${own}:NifiFlow nifi`];
const ofPrefect = [
  `${component("PaymentAlerts")} payment-alerts`,
  `${component("Prefect")} prefect`,
  `${component("Prefect")}$${own}:Password prefect`,
];

const nifiVolumes = [...["data", "conf", "state", "database", "flowfile", "content", "provenance"]];

/** The workloads that read passwords, from files. */
const readsPasswords = [
  ...["object-store", "postgres", "connect", "streaming-job", "batch-job", "table-copy"],
  ...["prefect", "payment-flow", "payment-runs"],
];
const withoutService = ["table-copy", "payment-flow", "payment-runs"];

/** The resources of one workload, below its component. */
const workloads: Readonly<
  Record<TargetName, (parent: string, name: string, ...volumes: string[]) => string[]>
> = {
  docker: (parent, name, ...volumes) => [
    `${parent}$docker:index/container:Container ${name}`,
    `${parent}$docker:index/remoteImage:RemoteImage ${name}`,
    ...volumes.map((volume) => `${parent}$docker:index/volume:Volume ${name}-${volume}`),
    `${parent}$kafka-platform:target:Ready ${name}`,
  ],
  kubernetes: (parent, name, ...volumes) => [
    `${parent}$kafka-platform:target:Ready ${name}`,
    `${parent}$kubernetes:apps/v1:${volumes.length > 0 ? "StatefulSet" : "Deployment"} ${name}`,
    ...volumes.map(
      (volume) => `${parent}$kubernetes:core/v1:PersistentVolumeClaim ${name}-0-${volume}`,
    ),
    `${parent}$kubernetes:core/v1:Secret ${name}-files`,
    // Without a port, only a StatefulSet has one.
    ...(withoutService.includes(name) ? [] : [`${parent}$kubernetes:core/v1:Service ${name}`]),
    `${parent}$kubernetes:networking.k8s.io/v1:NetworkPolicy ${name}`,
    `${parent}$kubernetes:policy/v1:PodDisruptionBudget ${name}`,
  ],
};

const places: Readonly<Record<TargetName, string[]>> = {
  // No network: that of the platform is joined.
  docker: ["kafka-platform:index:DockerTarget docker"],
  kubernetes: [
    "kafka-platform:index:KubernetesTarget kubernetes",
    "kafka-platform:index:KubernetesTarget$kubernetes:core/v1:Namespace kubernetes",
    "kafka-platform:index:KubernetesTarget$pulumi:providers:kubernetes kubernetes",
    "kafka-platform:index:KubernetesTarget$pulumi:providers:kubernetes kubernetes-namespace",
  ],
};

describe.each(["docker", "kubernetes"] as const)("on %s", (on) => {
  const workload = workloads[on];
  const store = [...ofStore, ...workload(component("ObjectStore"), "object-store", "data")];
  const capture = [
    ...ofCapture,
    ...workload(component("Connect"), "connect"),
    ...workload(component("Database"), "postgres", "data"),
    ...workload(component("TableCopy"), "table-copy"),
  ];
  const streaming = [
    ...ofStreaming,
    ...workload(component("StreamingJob"), "streaming-job", "work"),
  ];
  const batch = [...ofBatch, ...workload(component("BatchJob"), "batch-job", "work")];

  const nifi = [...ofNifi, ...workload(component("Nifi"), "nifi", ...nifiVolumes)];
  const prefect = [
    ...ofPrefect,
    ...workload(component("Prefect"), "prefect", "data"),
    ...workload(component("PaymentAlerts"), "payment-flow"),
    ...workload(component("PaymentAlerts"), "payment-runs"),
  ];
  const all: Readonly<Record<string, string[]>> = {
    ...{ streamingJob: streaming, batchJob: batch, changeCapture: capture, prefect },
    ...(on === "docker" && { nifi }),
  };

  test("the pipelines are exactly these components and resources", async () => {
    const { types } = await deploy(on);
    expect(types).toEqual([...places[on], ...store, ...Object.values(all).flat()].sort());
  });

  test.each(Object.keys(all))("without %s there is nothing of it", async (key) => {
    const { types, outputs } = await deploy(on, { [key]: false });
    const left = Object.entries(all).flatMap(([each, itsOwn]) => (each === key ? [] : itsOwn));
    expect(types).toEqual([...places[on], ...store, ...left].sort());
    expect(Object.keys(outputs)).toEqual([
      ...["platform", "objectStore", "tables"],
      ...(on === "kubernetes" || key === "nifi" ? [] : ["nifi"]),
      ...(key === "changeCapture" ? [] : ["connect", "postgres"]),
      ...(key === "prefect" ? [] : ["prefect"]),
    ]);
  });

  test("keys and passwords are in secret inputs only", async () => {
    const { registered, outputs } = await deploy(on);
    const holding = registered.flatMap(({ type, name, inputs }) =>
      Object.entries(inputs)
        .filter(([, value]) => JSON.stringify(value)?.includes(hidden))
        .map(([key, value]) => ({ at: `${type} ${name} ${key}`, value })),
    );
    expect(holding.filter(({ value }) => !pulumi.runtime.isRpcSecret(value))).toEqual([]);
    const buckets = ["accessKey", "secretKey"].map((key) => `${own}:Buckets object-store ${key}`);
    const container = (name: string, key: string) =>
      `docker:index/container:Container ${name} ${key}`;
    const expected = {
      docker: [...readsPasswords.map((name) => container(name, "uploads"))],
      kubernetes: [
        ...readsPasswords.map((name) => `kubernetes:core/v1:Secret ${name}-files stringData`),
        // The kubeconfig.
        ...["kubernetes", "kubernetes-namespace"].map(
          (name) => `pulumi:providers:kubernetes ${name} kubeconfig`,
        ),
        ...[`${own}:Buckets object-store`, `${own}:Connector cliente`].map(
          (resource) => `${resource} connection`,
        ),
        ...readsPasswords.map((name) => `kafka-platform:target:Ready ${name} watched`),
      ],
    };
    expect(holding.map(({ at }) => at).sort()).toEqual([...expected[on], ...buckets].sort());
    const { objectStore, postgres, prefect } = outputs as Required<typeof outputs>;
    const { accessKey, secretKey } = objectStore;
    const given = [accessKey, secretKey, postgres?.password, prefect?.password];
    expect(await Promise.all(given.map((each) => each && pulumi.isSecret(each)))).toEqual([
      ...[true, true, true, true],
    ]);
  });
});

/** The text of the file at a path in a container. */
function fileIn(registered: Registered[], name: string, file: string): string | undefined {
  const { uploads } = plain(inputsOf(registered, "Container", name)) as {
    uploads: { file: string; content: string }[];
  };
  return uploads.find((each) => each.file === file)?.content;
}

/** Inputs with the values of secrets. */
function plain(inputs: Registered["inputs"]): Registered["inputs"] {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, pulumi.runtime.unwrapRpcSecret(value)]),
  );
}

test("each part gets the keys and passwords that it needs, where it looks for them", async () => {
  const { registered } = await deploy("docker");
  const [accessKey, secretKey, password] = [
    ...["object-store-access-key", "object-store-secret-key", "postgres"].map(
      (name) => hidden + name,
    ),
  ];
  const identities = fileIn(registered, "object-store", "/etc/seaweedfs/s3.json") ?? "";
  expect(JSON.parse(identities)).toEqual({
    identities: [
      {
        name: "pipelines",
        credentials: [{ accessKey, secretKey }],
        actions: ["Admin", "Read", "Write", "List", "Tagging"],
      },
    ],
  });
  expect(fileIn(registered, "postgres", "/etc/lab/password")).toBe(password);
  expect(fileIn(registered, "connect", "/etc/lab/database.properties")).toBe(
    `password=${password}\n`,
  );
  expect(inputsOf(registered, "Connector", "cliente").config).toMatchObject({
    "database.password": "${file:/etc/lab/database.properties:password}",
    "transforms.route.regex": String.raw`lab\.public\.cliente`,
    "transforms.route.replacement": "cadastro.cliente.atualizado",
  });
  const keysFile = "/opt/spark/conf/core-site.xml";
  for (const name of ["streaming-job", "batch-job"]) {
    const { envs } = plain(inputsOf(registered, "Container", name));
    expect(envs).toContain("S3_ENDPOINT=http://object-store:8333");
    const property = (key: string, value = "") =>
      `<property><name>fs.s3a.${key}</name><value>${value}</value></property>`;
    const keys = fileIn(registered, name, keysFile);
    expect(keys).toContain(property("access.key", accessKey));
    expect(keys).toContain(property("secret.key", secretKey));
  }
  const passwordFile = "/etc/pipelines/database-password";
  expect(plain(inputsOf(registered, "Container", "table-copy")).envs).toEqual(
    expect.arrayContaining([`PASSWORD_FILE=${passwordFile}`, "PGHOST=postgres"]),
  );
  expect(fileIn(registered, "table-copy", passwordFile)).toBe(password);
  const environment = (name: string) => plain(inputsOf(registered, "Container", name)).envs;
  const profiles = "/etc/prefect/profiles.toml";
  const profile = (setting: string) =>
    `active = "pipelines"\n[profiles.pipelines]\n${setting} = "lab:${hidden}prefect"\n`;
  expect(environment("prefect")).toContain(`PREFECT_PROFILES_PATH=${profiles}`);
  expect(fileIn(registered, "prefect", profiles)).toBe(profile("PREFECT_SERVER_API_AUTH_STRING"));
  for (const name of ["payment-flow", "payment-runs"]) {
    expect(environment(name)).toEqual(
      expect.arrayContaining([
        `PREFECT_PROFILES_PATH=${profiles}`,
        "PREFECT_API_URL=http://prefect:4200/api",
        "PREFECT_UI_URL=http://localhost:4200",
      ]),
    );
    expect(fileIn(registered, name, profiles)).toBe(profile("PREFECT_API_AUTH_STRING"));
  }
  expect(plain(inputsOf(registered, "Buckets", "object-store"))).toEqual({
    connection: { via: "direct", addresses: ["localhost:8333"] },
    ...{ names: ["bronze", "silver", "gold"], accessKey, secretKey },
    trigger: "object-store-id",
  });
});

test("what is stored is what the volumes of the workloads are for", async () => {
  const { asked } = await deploy("docker");
  const volumes = [...asked.values()].map(([{ host, volumes: all }]) => [
    ...[host, all.map(({ name }) => name)],
  ]);
  const storing = volumes.filter(([, names]) => names?.length);
  expect(Object.fromEntries(storing)).toEqual(stored);
});

test("where alerts are posted is a secret of the flow alone, and nothing by default", async () => {
  const alertWebhook = `http://${hidden}hook`;
  const { registered } = await deploy("docker", { alertWebhook });
  const holding = registered.filter(({ inputs }) => JSON.stringify(inputs).includes(alertWebhook));
  expect(holding.map(({ type, name }) => `${type} ${name}`)).toEqual([
    "docker:index/container:Container payment-flow",
  ]);
  const file = "/etc/pipelines/webhook";
  const { envs, uploads } = inputsOf(registered, "Container", "payment-flow");
  expect(envs).toContain(`ALERT_WEBHOOK_FILE=${file}`);
  expect(pulumi.runtime.isRpcSecret(uploads)).toBe(true);
  expect(fileIn(registered, "payment-flow", file)).toBe(alertWebhook);
  const none = await deploy("docker");
  const ofFlow = plain(inputsOf(none.registered, "Container", "payment-flow"));
  expect(JSON.stringify(ofFlow.envs)).not.toContain("ALERT_WEBHOOK");
});

test("images, ports and the settings of the jobs are those of the configuration", async () => {
  const { registered } = await deploy("docker", {
    ...{ objectStorePort: 18333, postgresPort: 15432, connectPort: 18083 },
    ...{ sparkMemoryMiB: 2048, triggerSeconds: 3, windowSeconds: 7, lateSeconds: 9 },
    ...{ batchMinutes: 5, streamingTopic: "a.b.c", rejectedTopic: "a.b.d" },
    ...{ changesTopic: "e.f.g", rejectedChangesTopic: "e.f.h" },
    ...{ sparkImage: "spark:x", pythonImage: "python:x", postgresImage: "postgres:x" },
    ...{ connectImage: "connect:x", objectStoreImage: "store:x" },
    ...{ nifiImage: "nifi:x", nifiPort: 18081, ordersTopic: "i.j.k", rejectedOrdersTopic: "i.j.l" },
    ...{ prefectImage: "prefect:x", prefectPort: 14200, alertAboveCentavos: 11 },
    ...{ paymentsTopic: "m.n.o", rejectedPaymentsTopic: "m.n.p" },
  });
  const images = registered.filter(({ type }) => type.endsWith(":RemoteImage"));
  expect(Object.fromEntries(images.map(({ name, inputs }) => [name, inputs.name]))).toEqual({
    ...{ "object-store": "store:x", postgres: "postgres:x", connect: "connect:x" },
    ...{ "streaming-job": "spark:x", "batch-job": "spark:x", "table-copy": "python:x" },
    ...{ nifi: "nifi:x", prefect: "prefect:x" },
    ...{ "payment-flow": "prefect:x", "payment-runs": "prefect:x" },
  });
  const of = (name: string) => plain(inputsOf(registered, "Container", name));
  expect(of("object-store").ports).toEqual([{ internal: 8333, external: 18333, ip: "127.0.0.1" }]);
  expect(of("postgres").ports).toEqual([{ internal: 5432, external: 15432, ip: "127.0.0.1" }]);
  expect(of("connect").ports).toEqual([{ internal: 8083, external: 18083, ip: "127.0.0.1" }]);
  expect(of("nifi").ports).toEqual([{ internal: 8080, external: 18081, ip: "127.0.0.1" }]);
  expect(of("prefect").ports).toEqual([{ internal: 4200, external: 14200, ip: "127.0.0.1" }]);
  for (const name of ["streaming-job", "batch-job", ...withoutService])
    expect(of(name).ports).toEqual([]);
  const windows = ["WINDOW_SECONDS=7", "LATE_SECONDS=9"];
  const places = [
    "BRONZE_TABLE=s3a://bronze/streaming/a.b.c",
    "SILVER_TABLE=s3a://silver/streaming/contagens-7s-a.b.c",
    "GOLD_TABLE=s3a://gold/batch/contagens-7s-a.b.c",
  ];
  expect(of("streaming-job").envs).toEqual(
    expect.arrayContaining([
      ...["KAFKA_BOOTSTRAP=kafka:9092", "KAFKA_TOPIC=a.b.c", "KAFKA_REJECTED_TOPIC=a.b.d"],
      ...["TRIGGER_SECONDS=3", ...windows, ...places],
      "BRONZE_CHECKPOINT=s3a://bronze/checkpoints/kafka_bronze-a.b.c",
      "REJECTED_CHECKPOINT=s3a://bronze/checkpoints/kafka_rejected-a.b.c",
      "SILVER_CHECKPOINT=s3a://bronze/checkpoints/bronze_silver-7s-a.b.c",
    ]),
  );
  const batch = ["BATCH_MINUTES=5", ...windows, ...places];
  expect(of("batch-job").envs).toEqual(expect.arrayContaining(batch));
  expect(of("table-copy").envs).toEqual(
    expect.arrayContaining(["KAFKA_TOPIC=e.f.g", "KAFKA_REJECTED_TOPIC=e.f.h"]),
  );
  expect(inputsOf(registered, "NifiFlow", "nifi")).toEqual({
    connection: { via: "direct", addresses: ["localhost:18081"] },
    flow: readFileSync(path.join(__dirname, "../../../pipelines/nifi/flow.json"), "utf8"),
    parameters: {
      "kafka.bootstrap.servers": "kafka:9092",
      ...{ "topic.orders": "i.j.k", "topic.rejected": "i.j.l", "topic.payments": "m.n.o" },
      "folder.in": "/home/nifi",
      "folder.rejected": "/home/nifi/rejected",
      "folder.out": "/home/nifi/out",
    },
    trigger: "nifi-id",
  });
  expect(of("payment-flow").envs).toContain("ALERT_ABOVE_CENTAVOS=11");
  expect(of("payment-runs").envs).toEqual(
    expect.arrayContaining([
      ...["KAFKA_BOOTSTRAP=kafka:9092", "KAFKA_TOPIC=m.n.o", "KAFKA_REJECTED_TOPIC=m.n.p"],
    ]),
  );
  expect(of("streaming-job").command).toEqual(
    expect.arrayContaining(["--driver-memory", "2048m", "/opt/pipelines/streaming.py"]),
  );
  expect(of("batch-job").command).toEqual(expect.arrayContaining(["/opt/pipelines/batch.py"]));
});

test("on a cluster, only the parts that use a server may connect to it", async () => {
  const clients = async (changes: Readonly<Record<string, unknown>>) => {
    const { registered } = await deploy("kubernetes", changes);
    const policies = registered.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    return Object.fromEntries(
      policies.map(({ name, inputs }) => [
        name,
        [...JSON.stringify(inputs.spec).matchAll(/"podSelector".*?kubernetes\.io\/name":"(.*?)"/g)]
          .map(([, client = ""]) => client)
          .filter((client) => client !== name),
      ]),
    );
  };
  expect(await clients({})).toEqual({
    "object-store": ["streaming-job", "batch-job"],
    postgres: ["connect", "table-copy"],
    ...{ connect: [], "streaming-job": [], "batch-job": [], "table-copy": [] },
    ...{ prefect: ["payment-flow", "payment-runs"], "payment-flow": [], "payment-runs": [] },
  });
  expect(await clients({ batchJob: false, changeCapture: false, prefect: false })).toEqual({
    ...{ "object-store": ["streaming-job"], "streaming-job": [] },
  });
});

test("on a cluster, a flow ends before the next one takes over what it had begun", async () => {
  const { registered } = await deploy("kubernetes");
  const deployments = registered.filter(({ type }) => type.endsWith(":Deployment"));
  const strategies = deployments.map(({ name, inputs }) => [
    name,
    (inputs.spec as { strategy?: object }).strategy,
  ]);
  expect(Object.fromEntries(strategies)).toEqual({
    ...{ connect: undefined, "table-copy": undefined },
    ...{ "payment-flow": { type: "Recreate" }, "payment-runs": { type: "Recreate" } },
  });
});

test("on a cluster, Connect listens for forwards alone", async () => {
  const { registered } = await deploy("kubernetes");
  const { spec } = inputsOf(registered, "Deployment", "connect") as {
    spec: { template: { spec: { containers: { env: object[] }[] } } };
  };
  expect(spec.template.spec.containers[0]?.env).toContainEqual({
    ...{ name: "CONNECT_LISTENERS", value: "http://127.0.0.1:8083" },
  });
  const onDocker = await deploy("docker");
  const { envs } = inputsOf(onDocker.registered, "Container", "connect");
  expect(JSON.stringify(envs)).not.toContain("CONNECT_LISTENERS");
});

test("after an outage of the brokers Connect does not wait for other workers", async () => {
  const { registered } = await deploy("docker");
  expect(inputsOf(registered, "Container", "connect").envs).toContain(
    "CONNECT_SCHEDULED_REBALANCE_MAX_DELAY_MS=0",
  );
});

test.each([true, false])("retainData %s is for what holds data", async (retain) => {
  const { asked } = await deploy("docker", { retainData: retain });
  const volumes = [...asked].flatMap(([name, [args]]) =>
    args.volumes.map((volume) => [`${name} ${volume.name}`, volume.retain]),
  );
  expect(Object.fromEntries(volumes)).toEqual({
    ...{ "object-store data": retain, "postgres data": retain, "prefect data": retain },
    ...Object.fromEntries(nifiVolumes.map((volume) => [`nifi ${volume}`, retain])),
    ...{ "streaming-job work": false, "batch-job work": false },
  });
});

test("what needs the database, buckets or Prefect is created after them", async () => {
  const { asked } = await deploy("docker");
  const waits = [...asked].map(async ([name, [, { dependsOn = [] }]]) => {
    const urns = dependsOn.map(({ urn }) => new Promise<string>((resolve) => urn.apply(resolve)));
    const types = (await Promise.all(urns)).map((urn) =>
      urn
        .split(/[$]|::/)
        .slice(-2)
        .join(" "),
    );
    return [name, types];
  });
  const buckets = ["kafka-platform:pipelines:Buckets object-store"];
  const ready = (name: string) => [
    `docker:index/container:Container ${name}`,
    `kafka-platform:target:Ready ${name}`,
  ];
  expect(Object.fromEntries((await Promise.all(waits)) as [string, string[]][])).toEqual({
    ...{ "object-store": [], postgres: [], connect: [], nifi: [], prefect: [] },
    ...{ "streaming-job": buckets, "batch-job": buckets },
    ...{ "table-copy": ready("postgres"), "payment-flow": ready("prefect") },
    // Prefect must know the flow.
    "payment-runs": ready("payment-flow"),
  });
});

test("the outputs tell where each server is, and what it is asked with", async () => {
  const { outputs } = await deploy("docker");
  const { objectStore, connect, postgres, nifi, prefect, ...others } = outputs as Required<
    typeof outputs
  >;
  expect(others).toEqual({
    platform: "organization/kafka-platform/qa",
    tables: {
      bronze: "s3://bronze/streaming/meu-topico",
      silver: "s3://silver/streaming/contagens",
      gold: "s3://gold/batch/contagens",
    },
  });
  const direct = (address: string) => ({
    ...{ connection: { via: "direct", addresses: [address] }, address, portForwards: [] },
  });
  expect(objectStore).toMatchObject(direct("localhost:8333"));
  expect(connect).toEqual({ ...direct("localhost:8083"), connector: "cliente" });
  expect(nifi).toEqual(direct("localhost:8081"));
  expect(prefect).toMatchObject({ ...direct("localhost:4200"), user: "lab" });
  expect(postgres).toMatchObject({ ...direct("localhost:5432"), database: "lab", user: "lab" });
});
