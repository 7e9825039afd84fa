import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parse } from "yaml";
import { kubeconfigOf } from "../support/kubeconfig";
import { root } from "../e2e/support/command";
import { KafkaWitness } from "../e2e/support/kafka";
import type { TestStack } from "../e2e/support/stack";
import { KubernetesPlatform, portAnswers } from "./platform";

// One platform on a real cluster through its life. Each test stands on the ones before it.
let platform: KubernetesPlatform;
let stack: TestStack;

const namespace = "e2e-life";
const topic = "vendas.pedido.criado";
const growing = "e2e-life-growing";

/** As the cluster's own class, but volumes may grow. Nobody makes them larger on a test cluster: they are directories. */
async function applyGrowingClass(allowVolumeExpansion: boolean): Promise<void> {
  const output = "jsonpath={.provisioner}";
  const [provisioner] = await platform.cluster.kubectl(
    ...["get", "storageclass", "standard", "--output", output],
  );
  await platform.cluster.apply({
    ...{ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: growing } },
    ...{ provisioner, volumeBindingMode: "WaitForFirstConsumer", allowVolumeExpansion },
  });
}

beforeAll(async () => {
  platform = await KubernetesPlatform.create(namespace, {
    storageClass: growing,
    topics: [{ name: topic, partitions: 6 }],
  });
  stack = platform.stack;
  await applyGrowingClass(true);
});

afterAll(async () => {
  await platform.remove();
  await platform.cluster.kubectl("delete", "storageclass", growing, "--ignore-not-found");
});

/** What the claims of the brokers ask for. */
function brokerClaims(): Promise<string[]> {
  const size = '{range .items[*]}{.metadata.name} {.spec.resources.requests.storage}{"\\n"}{end}';
  const brokers = ["--selector", "app.kubernetes.io/name=kafka"];
  return platform.kubectl("get", "pvc", ...brokers, "--output", `jsonpath=${size}`);
}

/** A preview that is refused, and why. */
async function refused(changes: Record<string, unknown>, ...reasons: string[]): Promise<void> {
  const before = Object.keys(changes).map((key): [string, unknown] => [key, stack.get(key)]);
  stack.configure(changes);
  const { status, output } = await stack.attempt(["preview"]);
  for (const reason of reasons) expect(output).toContain(reason);
  expect(status).not.toBe(0);
  stack.configure(Object.fromEntries(before));
}

/** What kubectl prints of an object for a JSONPath. */
async function look(object: string, jsonPath: string): Promise<string> {
  return (await platform.kubectl("get", object, "--output", `jsonpath={${jsonPath}}`)).join("");
}

/** Has a preview refused for a reason. */
async function expectRefused(reason: string): Promise<void> {
  const { status, output } = await stack.attempt(["preview"]);
  expect(output).toContain(reason);
  expect(status).not.toBe(0);
}

test("up from nothing brings one broker and one ZooKeeper, and passes the smoke test", async () => {
  const { seconds } = await stack.up();
  console.log(`Kubernetes, 1 + 1: up from nothing to smoke test passed: ${seconds.toFixed(1)} s`);
  const ui = stack.get("kafkaUi") === false ? [] : ["kafka-ui"];
  const pods = (await platform.pods()).map((name) =>
    name.replace(/^pod\/|-[a-z0-9]+-[a-z0-9]+$/g, ""),
  );
  expect(pods).toEqual(["kafka-0", ...ui, "zookeeper-0"]);
  expect(await stack.outputs()).toMatchObject({
    bootstrapInside: `kafka-0.kafka.${namespace}.svc:9092`,
    smokeTest: { produced: 1000, consumed: 1000 },
  });
});

test("other pods do not reach a web page without a login, though no policy is enforced here", async () => {
  if (stack.get("kafkaUi") === false) return;
  const connection = (address: string) =>
    platform.kubectl(
      ...["exec", "kafka-0", "--", "bash", "-c"],
      `timeout 5 bash -c '</dev/tcp/${address}' 2>&1 && echo open || true`,
    );
  const [ip] = await platform.kubectl(
    ...["get", "pods", "--selector", "app.kubernetes.io/name=kafka-ui"],
    ...["--output", "jsonpath={.items[0].status.podIP}"],
  );
  for (const host of ["kafka-ui", ip ?? ""]) {
    expect((await connection(`${host}/8080`)).join()).toContain("Connection refused");
  }
  expect(await connection("kafka-0.kafka/9092")).toEqual(["open"]);
});

test("a broker's rack is the zone of the node that it runs on", async () => {
  const label = String.raw`.items[0].metadata.labels.topology\.kubernetes\.io/zone`;
  const zone = await look("nodes", label);
  expect(zone).not.toBe("");
  const lines = await platform.tool("kafka-broker-api-versions");
  const racks = lines.flatMap((line) => /id: 1 rack: (\S+)\)/.exec(line)?.[1] ?? []);
  expect(racks).toEqual([zone]);
});

test("ZooKeeper purges its volume by itself", async () => {
  const settings = [
    "exec",
    "zookeeper-0",
    "--",
    "grep",
    "^autopurge",
    "/etc/kafka/zookeeper.properties",
  ];
  expect((await platform.kubectl(...settings)).sort()).toEqual([
    "autopurge.purgeInterval=24",
    "autopurge.snapRetainCount=3",
  ]);
});

test("a second up changes nothing, and a refresh finds nothing", async () => {
  const { seconds } = await stack.up("--expect-no-changes");
  console.log(`Kubernetes: up without changes: ${seconds.toFixed(1)} s`);
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("the namespace turns a pod away that is not within the restricted standard", async () => {
  const image = String(stack.get("brokerImage"));
  const { status, output } = await platform.cluster.attempt(
    ...["--namespace", namespace, "run", "intruder", `--image=${image}`, "--restart=Never"],
  );
  expect(status).not.toBe(0);
  expect(output).toMatch(/violates PodSecurity "restricted:latest"/);
});

test("a preview needs no cluster that answers, and no kubeconfig of its own", async () => {
  stack.configure({ brokerSettings: { "log.retention.hours": 24 } });
  const preview = await platform.whileUnreachable((environment) =>
    stack.attempt(["preview", "--diff"], environment),
  );
  expect(preview.output).toMatch(/KAFKA_LOG_RETENTION_HOURS/);
  expect(preview.output).not.toMatch(/replace/);
  expect(preview.status).toBe(0);
  stack.configure({ brokerSettings: undefined });
});

test("what is changed outside is seen by refresh and repaired by up", async () => {
  const retention = '.spec.template.spec.containers[0].env[?(@.name=="KAFKA_BROKER_RACK")].value';
  stack.configure({ brokerSettings: { "broker.rack": "left" } });
  await stack.up();
  await platform.kubectl("set", "env", "statefulset/kafka", "KAFKA_BROKER_RACK=right");
  const refresh = await stack.attempt(["refresh", "--yes", "--skip-preview", "--diff"]);
  expect(refresh.output).toMatch(/"left" => "right"/);
  await stack.up();
  expect(await look("statefulset/kafka", retention)).toBe("left");
  await platform.kubectl("rollout", "status", "statefulset/kafka", "--timeout=240s");
  await stack.up("--expect-no-changes");
});

test("growing to three brokers keeps every message, and every topic gets three copies", async () => {
  expect(await platform.produce(topic, 500, 500)).toBe(500);
  const before = await platform.endOffset(topic);
  stack.configure({ brokers: 3 });
  const { seconds } = await stack.up();
  console.log(`Kubernetes: from 1 to 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await platform.endOffset(topic)).toBe(before);
  for (const name of [topic, "__consumer_offsets"]) {
    const [line] = await platform.tool("kafka-topics", "--describe", "--topic", name);
    expect(line).toMatch(/ReplicationFactor: 3/);
  }
  const behind = ["--describe", "--under-replicated-partitions"];
  expect(await platform.tool("kafka-topics", ...behind)).toEqual([]);
  await stack.up("--expect-no-changes");
});

test("volumes grow in place, and no pod restarts for it", async () => {
  const uids = ["get", "pods", "--output", "jsonpath={.items[*].metadata.uid}"];
  const pods = await platform.kubectl(...uids);
  const before = await platform.endOffset(topic);
  stack.configure({ brokerStorageGiB: 12, zookeeperStorageGiB: 6 });
  const plan = await stack.plan();
  expect(plan.map(({ operation }) => operation)).not.toContain("replace");
  const { seconds } = await stack.up();
  console.log(`Kubernetes: 3 + 2 volumes made larger: ${seconds.toFixed(1)} s`);
  expect(await brokerClaims()).toEqual([
    "data-kafka-0 12Gi",
    "data-kafka-1 12Gi",
    "data-kafka-2 12Gi",
  ]);
  expect(await platform.kubectl(...uids)).toEqual(pods);
  expect(await platform.endOffset(topic)).toBe(before);
  await stack.up("--expect-no-changes");
});

test("what volumes cannot become is refused at preview", async () => {
  await refused(
    { brokerStorageGiB: 5 },
    "kafka-platform:brokerStorageGiB is 5, but claim data-kafka-0 has 12 GiB, and a volume cannot shrink",
  );
  await refused(
    { storageClass: "standard" },
    `kafka-platform:storageClass is standard, but claim data-kafka-0 is of class ${growing}`,
  );
  await applyGrowingClass(false);
  await refused(
    { zookeeperStorageGiB: 9 },
    `its storage class, ${growing}, does not let volumes grow (allowVolumeExpansion); set it back to 6`,
  );
  await applyGrowingClass(true);
});

test("what volumes cannot become is refused by the state alone, where no cluster answers", async () => {
  stack.configure({ brokerStorageGiB: 5, storageClass: "standard" });
  const { status, output } = await platform.whileUnreachable((environment) =>
    stack.attempt(["preview"], environment),
  );
  expect(output).toContain("kafka-platform:brokerStorageGiB is 5, but each volume has 12 GiB");
  expect(output).toContain(
    `kafka-platform:storageClass is standard, but each volume is of class ${growing}`,
  );
  expect(status).not.toBe(0);
  stack.configure({ brokerStorageGiB: 12, storageClass: growing });
});

test("a broker's pod that is deleted while messages are produced loses none", async () => {
  const before = await platform.endOffset(topic);
  const sent = platform.produce(topic, 4000, 200);
  await platform.kubectl("delete", "pod", "kafka-1", "--wait=false");
  expect(await sent).toBe(4000);
  expect(await platform.endOffset(topic)).toBe(before + 4000);
  await stack.up("--expect-no-changes");
});

test("a rolling restart for a changed setting loses no acknowledged message", async () => {
  const before = await platform.endOffset(topic);
  // As long as the restart of all three takes.
  const sent = platform.produce(topic, 18_000, 200);
  stack.configure({ brokerSettings: { "broker.rack": "left", "log.retention.hours": 48 } });
  const update = stack.up();
  // Whatever becomes of the messages, the next test is to find the update ended.
  await Promise.allSettled([sent, update]);
  expect(await sent).toBe(18_000);
  const { seconds } = await update;
  console.log(`Kubernetes: rolling restart of 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await platform.endOffset(topic)).toBe(before + 18_000);
});

test("a stop that would take a partition below its minimum waits, and says for what in the broker's log", async () => {
  // Two of three copies are left, as many as the minimum; the broker that goes may go.
  await platform.kubectl("scale", "statefulset/kafka", "--replicas=2");
  await platform.kubectl("wait", "--for=delete", "pod/kafka-2", "--timeout=240s");
  const uid = await look("pod/kafka-1", ".metadata.uid");
  await platform.kubectl("delete", "pod", "kafka-1", "--wait=false");
  const waiting = /Waiting to stop: partition \S+: only brokers \d, \d of \d, \d, \d are in sync/;
  for (const end = Date.now() + 180_000; ; await pause(1000)) {
    if (waiting.test((await platform.kubectl("logs", "kafka-1", "--tail=50")).join("\n"))) break;
    if (Date.now() > end) throw new Error("The log does not say what the stop waits for");
  }
  expect(await look("pod/kafka-1", ".metadata.uid")).toBe(uid);
  await platform.kubectl("scale", "statefulset/kafka", "--replicas=3");
  for (const end = Date.now() + 180_000; ; await pause(1000)) {
    const { stdout } = await platform.cluster.attempt(
      ...["--namespace", namespace, "get", "pod/kafka-1", "--output", "jsonpath={.metadata.uid}"],
    );
    if (stdout !== "" && stdout !== uid) break;
    if (Date.now() > end) throw new Error("The broker was not stopped once it could be");
  }
  await platform.kubectl("rollout", "status", "statefulset/kafka", "--timeout=240s");
  await stack.up("--expect-no-changes");
});

test("a person connects to every broker, without kubectl, and again after its pod was deleted", async () => {
  const witness = await KafkaWitness.create("");
  const before = await platform.endOffset(topic);
  const { bootstrap } = await stack.outputs();
  const port = Number(stack.get("brokerPort"));
  expect(bootstrap).toBe([0, 1, 2].map((index) => `localhost:${port + index}`).join(","));
  const { PATH = "", ...environment } = stack.commandEnvironment;
  const withoutKubectl = PATH.split(":").filter((each) => !existsSync(path.join(each, "kubectl")));
  const connection = spawn(
    process.execPath,
    ["--require", "./common/typescript.js", "scripts/stack/connect.ts"],
    { cwd: root, env: { ...environment, PATH: withoutKubectl.join(":") } },
  );
  let said = "";
  for (const from of [connection.stdout, connection.stderr]) {
    from.on("data", (data: Buffer) => (said += data.toString()));
  }
  try {
    for (const index of [0, 1, 2]) {
      await portAnswers(port + index);
      await witness.produce(`localhost:${port + index}`, topic, 20);
    }
    expect(said).toMatch(/^Cluster +context \S+, https:\/\//m);
    await platform.kubectl("delete", "pod", "kafka-1");
    const pod = ["--for=condition=Ready", "pod/kafka-1", "--timeout=240s"];
    await platform.kubectl("wait", ...pod);
    await witness.produce(`localhost:${port + 1}`, topic, 20);
    expect(await platform.endOffset(topic)).toBe(before + 80);
    expect(connection.exitCode).toBeNull();
  } finally {
    connection.kill();
  }
  console.log(said);
});

test("the look for drift needs no more rights than docs/drift-role.yaml gives, and says where it lacks one", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "drift-rights-"));
  const rights = readFileSync(path.join(root, "docs/drift-role.yaml"), "utf8");
  const file = path.join(folder, "rights.yaml");
  const kubeconfig = path.join(folder, "kubeconfig");
  writeFileSync(file, rights.replaceAll("kafka-staging", namespace));
  await platform.kubectl("apply", "--filename", file);
  const [token = ""] = await platform.kubectl("create", "token", "kafka-drift");
  const { clusters } = parse(readFileSync(platform.cluster.kubeconfig, "utf8")) as {
    clusters: { cluster: { server: string } }[];
  };
  const cluster = clusters[0]?.cluster;
  writeFileSync(kubeconfig, kubeconfigOf(cluster?.server ?? "", { token }, cluster));
  stack.setEnvironment({ KUBECONFIG: kubeconfig });
  const look = () => stack.make("scripts/review/comment/drift.ts", namespace);
  try {
    expect(await look()).toMatchObject({
      status: 0,
      output: `<!-- kafka-platform drift: ${namespace} -->\n`,
    });
    const set = ["--alter", "--entity-type", "topics", "--entity-name", topic];
    await platform.tool("kafka-configs", ...set, "--add-config", "retention.ms=5000");
    const drifted = await look();
    console.log(drifted.output);
    await platform.tool("kafka-configs", ...set, "--delete-config", "retention.ms");

    const last = `/rules/${rights.match(/- apiGroups/g)!.length - 1}`;
    const removal = JSON.stringify([{ op: "remove", path: last }]);
    await platform.kubectl("patch", "role", "kafka-drift", "--type=json", `--patch=${removal}`);
    const blind = await look();
    expect(blind.status).toBe(3);
    expect(blind.output).toContain("It is not known whether it matches its declaration");
    expect(blind.output).toMatch(/Topics were not refreshed: .*does not forward to kafka-\d/);
  } finally {
    stack.setEnvironment(platform.cluster.environment);
    rmSync(folder, { recursive: true });
  }
});

test("a change of the ensemble's size is refused at preview", async () => {
  stack.configure({ zookeepers: 3 });
  await expectRefused("zookeepers cannot change to 3: the ensemble has 1, and servers that start");
  stack.configure({ zookeepers: 1 });
});

test("another namespace, where the data would not be, is refused at preview", async () => {
  stack.configure({ namespace: "e2e-elsewhere" });
  await expectRefused(
    `namespace cannot change to e2e-elsewhere: the data of this stack is in the namespace ${namespace}.`,
  );
  stack.configure({ namespace });
});

test("taking brokers away that hold partitions is refused before anything is touched", async () => {
  stack.configure({ brokers: 1 });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain("cannot change to 1: brokers above 1 hold partitions of");
  expect(await look("statefulset/kafka", ".spec.replicas")).toBe("3");
  stack.configure({ brokers: 3 });
});

test("destroy leaves the claims alone, and the next up has every message and every committed offset", async () => {
  const before = await platform.endOffset(topic);
  const consume = [
    "--group",
    "kept",
    "--topic",
    topic,
    "--from-beginning",
    "--max-messages",
    "100",
  ];
  await platform.tool("kafka-console-consumer", ...consume);
  const group = ["--describe", "--offsets", "--group", "kept"];
  const committed = await platform.tool("kafka-consumer-groups", ...group);
  expect(committed.join()).toContain(topic);
  const { seconds } = await stack.pulumi("destroy", "--yes", "--skip-preview");
  console.log(`Kubernetes: destroy of 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await platform.kubectl("get", "all", "--output", "name")).toEqual([]);
  expect(await platform.kubectl("get", "persistentvolumeclaims", "--output", "name")).toEqual([
    "persistentvolumeclaim/data-kafka-0",
    "persistentvolumeclaim/data-kafka-1",
    "persistentvolumeclaim/data-kafka-2",
    "persistentvolumeclaim/data-zookeeper-0",
    "persistentvolumeclaim/logs-zookeeper-0",
  ]);
  stack.configure({ zookeepers: 3 });
  await expectRefused(
    "zookeepers is 3, but the data in data-zookeeper-0, logs-zookeeper-0 was made by an ensemble of 1",
  );
  stack.configure({ zookeepers: 1, brokers: 1 });
  await expectRefused(
    "brokers is 1, but there is data of brokers above 1 in data-kafka-1, data-kafka-2: their",
  );
  stack.configure({ brokers: 3 });
  // As releases left them whose claims were made by the StatefulSets.
  const mark = ["app.kubernetes.io/managed-by-", "--all"];
  await platform.kubectl("label", "persistentvolumeclaims", ...mark);
  const ofProgram = "app.kubernetes.io/part-of";
  await platform.cluster.kubectl("label", "namespace", namespace, `${ofProgram}-`);
  await stack.up();
  expect(await look(`namespace/${namespace}`, ".metadata.labels")).toContain(ofProgram);
  expect(await platform.endOffset(topic)).toBe(before);
  expect((await platform.tool("kafka-consumer-groups", ...group)).sort()).toEqual(committed.sort());
});

test("destroy of a stack that does not retain its data leaves nothing", async () => {
  // Claims that were taken over grow like others.
  stack.configure({ retainData: false, brokerStorageGiB: 14 });
  await stack.up();
  expect((await brokerClaims())[0]).toBe("data-kafka-0 14Gi");
  await refused({ createNamespace: false }, "Pulumi would delete the namespace with everything in");
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await platform.cluster.kubectl("get", "namespaces", "--output", "name")).not.toContain(
    `namespace/${namespace}`,
  );
});
