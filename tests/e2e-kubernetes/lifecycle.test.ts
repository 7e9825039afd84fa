import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../e2e/support/command";
import { KafkaWitness } from "../e2e/support/kafka";
import type { TestStack } from "../e2e/support/stack";
import { KubernetesPlatform, portAnswers } from "./platform";

// One platform on a real cluster through its life. Each test stands on the ones before it.
let platform: KubernetesPlatform;
let stack: TestStack;

const namespace = "e2e-life";
const topic = "vendas.pedido.criado";

beforeAll(async () => {
  platform = await KubernetesPlatform.create(namespace, {
    topics: [{ name: topic, partitions: 6 }],
  });
  stack = platform.stack;
});

afterAll(() => platform.remove());

/** What kubectl prints of an object for a JSONPath. */
async function look(object: string, jsonPath: string): Promise<string> {
  return (await platform.kubectl("get", object, "--output", `jsonpath={${jsonPath}}`)).join("");
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
  await platform.kubectl("rollout", "status", "statefulset/kafka", "--timeout=120s");
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

test("a broker's pod that is deleted while messages are produced loses none", async () => {
  const before = await platform.endOffset(topic);
  const sent = platform.produce(topic, 6000, 200);
  await platform.kubectl("delete", "pod", "kafka-1", "--wait=false");
  expect(await sent).toBe(6000);
  expect(await platform.endOffset(topic)).toBe(before + 6000);
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
  await platform.kubectl("wait", "--for=delete", "pod/kafka-2", "--timeout=90s");
  const uid = await look("pod/kafka-1", ".metadata.uid");
  await platform.kubectl("delete", "pod", "kafka-1", "--wait=false");
  const waiting = /Waiting to stop: partition \S+ has only \S+ of its copies \S+ in sync/;
  for (const end = Date.now() + 60_000; ; await pause(1000)) {
    if (waiting.test((await platform.kubectl("logs", "kafka-1", "--tail=50")).join("\n"))) break;
    if (Date.now() > end) throw new Error("The log does not say what the stop waits for");
  }
  expect(await look("pod/kafka-1", ".metadata.uid")).toBe(uid);
  await platform.kubectl("scale", "statefulset/kafka", "--replicas=3");
  for (const end = Date.now() + 90_000; ; await pause(1000)) {
    const { stdout } = await platform.cluster.attempt(
      ...["--namespace", namespace, "get", "pod/kafka-1", "--output", "jsonpath={.metadata.uid}"],
    );
    if (stdout !== "" && stdout !== uid) break;
    if (Date.now() > end) throw new Error("The broker was not stopped once it could be");
  }
  await platform.kubectl("rollout", "status", "statefulset/kafka", "--timeout=120s");
  await stack.up("--expect-no-changes");
});

test("a person connects to every broker by what the outputs say", async () => {
  const witness = await KafkaWitness.create("");
  const before = await platform.endOffset(topic);
  const { bootstrap } = await stack.outputs();
  const port = Number(stack.get("brokerPort"));
  expect(bootstrap).toBe([0, 1, 2].map((index) => `localhost:${port + index}`).join(","));
  const connection = spawn(
    process.execPath,
    ["--require", "sucrase/register/ts", "scripts/connect.ts"],
    { cwd: root, env: stack.commandEnvironment, detached: true, stdio: "ignore" },
  );
  try {
    for (const index of [0, 1, 2]) {
      await portAnswers(port + index);
      await witness.produce(`localhost:${port + index}`, topic, 20);
    }
    expect(await platform.endOffset(topic)).toBe(before + 60);
  } finally {
    // The group: the command and its port-forwards.
    if (connection.pid) process.kill(-connection.pid);
  }
});

test("a change of the ensemble's size is refused at preview", async () => {
  stack.configure({ zookeepers: 3 });
  const { status, output } = await stack.attempt(["preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain(
    "zookeepers cannot become 3: the ensemble has 1, and servers that start",
  );
  stack.configure({ zookeepers: 1 });
});

test("taking brokers away that hold partitions is refused before anything is touched", async () => {
  stack.configure({ brokers: 1 });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain("cannot become 1: brokers above 1 hold partitions of");
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
  await stack.up();
  expect(await platform.endOffset(topic)).toBe(before);
  expect((await platform.tool("kafka-consumer-groups", ...group)).sort()).toEqual(committed.sort());
});

test("destroy of a stack that does not retain its data leaves nothing", async () => {
  stack.configure({ retainData: false });
  await stack.up();
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await platform.cluster.kubectl("get", "namespaces", "--output", "name")).not.toContain(
    `namespace/${namespace}`,
  );
});
