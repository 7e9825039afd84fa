import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { clusterName, TestCluster } from "./cluster";
import { TestStack } from "../e2e/support/stack";

// One platform on a real cluster through its life. Each test stands on the ones before it.
let cluster: TestCluster;
let stack: TestStack;

const namespace = "e2e-kafka";
const topic = "vendas.pedido.criado";

const kubectl = (...args: string[]) => cluster.kubectl("--namespace", namespace, ...args);

/** Runs one of Kafka's tools in the first broker's pod. */
const tool = (name: string, ...args: string[]) =>
  kubectl("exec", "kafka-0", "--", name, "--bootstrap-server", "localhost:9092", ...args);

async function endOffset(): Promise<number> {
  const lines = await tool("kafka-get-offsets", "--topic", topic);
  return lines.reduce((sum, line) => sum + Number(line.split(":")[2]), 0);
}

/** Produces at a steady rate from a pod, with every acknowledgement; returns how many were acknowledged. */
async function produce(messages: number, perSecond: number): Promise<number> {
  const lines = await kubectl(
    ...["exec", "kafka-0", "--", "kafka-producer-perf-test", "--topic", topic],
    ...[
      "--num-records",
      String(messages),
      "--record-size",
      "100",
      "--throughput",
      String(perSecond),
    ],
    ...[
      "--producer-props",
      `bootstrap.servers=${bootstrap()}`,
      "acks=all",
      "delivery.timeout.ms=120000",
    ],
  );
  return Number(/^(\d+) records sent/.exec(lines.at(-1) ?? "")?.[1]);
}

function bootstrap(): string {
  const brokers = Number(stack.get("brokers") ?? 1);
  return Array.from(
    { length: brokers },
    (_, index) => `kafka-${index}.kafka.${namespace}.svc:9092`,
  ).join(",");
}

beforeAll(async () => {
  stack = await TestStack.create("e2e-kubernetes", {
    target: "kubernetes",
    namespace,
    kafkaUi: false,
    // The node is small: three of each have to fit.
    brokerHeapMiB: 384,
    brokerMemoryMiB: 768,
    brokerCpuMillicores: 50,
    zookeeperHeapMiB: 128,
    zookeeperMemoryMiB: 320,
    zookeeperCpuMillicores: 50,
    topics: [{ name: topic, partitions: 6 }],
  });
  const images = [String(stack.get("zookeeperImage")), String(stack.get("brokerImage"))];
  cluster = await TestCluster.start(images);
  const [zookeeperImage, brokerImage] = await Promise.all(images.map(clusterName));
  stack.configure({ zookeeperImage, brokerImage });
  stack.setEnvironment(cluster.environment);
}, 1_500_000);

afterAll(async () => {
  await stack.remove();
  await cluster.stop();
});

test("up from nothing brings one broker and one ZooKeeper, and passes the smoke test", async () => {
  const { seconds } = await stack.up();
  console.log(
    `Kubernetes, 1 broker: up from nothing to smoke test passed: ${seconds.toFixed(1)} s`,
  );
  expect(await kubectl("get", "pods", "--output", "name")).toEqual([
    "pod/kafka-0",
    "pod/zookeeper-0",
  ]);
  const port = String(stack.get("brokerPort"));
  expect(await stack.outputs()).toMatchObject({
    bootstrap: `kubectl -n ${namespace} port-forward service/kafka ${port}:${port}`,
    bootstrapInside: `kafka-0.kafka.${namespace}.svc:9092`,
    smokeTest: { produced: 1000, consumed: 1000 },
  });
});

test("a second up changes nothing, and a refresh finds nothing", async () => {
  const { seconds } = await stack.up("--expect-no-changes");
  console.log(`Kubernetes: up without changes: ${seconds.toFixed(1)} s`);
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("a preview needs no cluster that answers", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "unreachable-"));
  const kubeconfig = path.join(folder, "config");
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "gone",
      clusters: [{ name: "gone", cluster: { server: "https://127.0.0.1:1" } }],
      users: [{ name: "gone", user: {} }],
      contexts: [{ name: "gone", context: { cluster: "gone", user: "gone" } }],
    }),
  );
  stack.configure({ brokerSettings: { "log.retention.hours": 24 } });
  const preview = await stack.attempt(["preview"], { KUBECONFIG: kubeconfig });
  expect(preview.output).toMatch(/StatefulSet platform-kafka update/);
  expect(preview.status).toBe(0);
  stack.configure({ brokerSettings: undefined });
  rmSync(folder, { recursive: true });
});

test("growing to three brokers keeps every message, and every topic gets three copies", async () => {
  expect(await produce(500, 500)).toBe(500);
  const before = await endOffset();
  stack.configure({ brokers: 3 });
  const { seconds } = await stack.up();
  console.log(`Kubernetes: from 1 to 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await endOffset()).toBe(before);
  for (const name of [topic, "__consumer_offsets"]) {
    const [line] = await tool("kafka-topics", "--describe", "--topic", name);
    expect(line).toMatch(/ReplicationFactor: 3/);
  }
  expect(await tool("kafka-topics", "--describe", "--under-replicated-partitions")).toEqual([]);
  await stack.up("--expect-no-changes");
});

test("a broker's pod that is deleted while messages are produced loses none", async () => {
  const before = await endOffset();
  const sent = produce(6000, 200);
  await kubectl("delete", "pod", "kafka-1", "--wait=false");
  expect(await sent).toBe(6000);
  expect(await endOffset()).toBe(before + 6000);
  await stack.up("--expect-no-changes");
});

test("a rolling restart for a changed setting loses no acknowledged message", async () => {
  const before = await endOffset();
  // The producer's own pod is the last to be restarted, after it has ended.
  const sent = produce(6000, 300);
  stack.configure({ brokerSettings: { "log.retention.hours": 48 } });
  const update = stack.up();
  expect(await sent).toBe(6000);
  const { seconds } = await update;
  console.log(`Kubernetes: rolling restart of 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await endOffset()).toBe(before + 6000);
});

test("what is changed outside is seen by refresh and repaired by up", async () => {
  const label = ["label", "--overwrite", "service", "kafka"];
  await kubectl(...label, "app.kubernetes.io/managed-by=somebody");
  const refresh = await stack.attempt([
    "refresh",
    "--yes",
    "--skip-preview",
    "--expect-no-changes",
  ]);
  expect(refresh.status).not.toBe(0);
  await stack.up();
  const owner = ["--output", "jsonpath={.metadata.labels.app\\.kubernetes\\.io/managed-by}"];
  expect(await kubectl("get", "service", "kafka", ...owner)).toEqual(["pulumi"]);
});

test("taking brokers away that hold partitions is refused before anything is touched", async () => {
  stack.configure({ brokers: 1 });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toContain("cannot become 1: brokers above 1 hold partitions of");
  expect(
    await kubectl("get", "statefulset", "kafka", "--output", "jsonpath={.spec.replicas}"),
  ).toEqual(["3"]);
  stack.configure({ brokers: 3 });
});

test("a context that is not there gives one clear error, and the next up works", async () => {
  stack.configure({ kubernetesContext: "nowhere", brokerSettings: {} });
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(/context "?nowhere"? does not exist/);
  stack.configure({ kubernetesContext: undefined, brokerSettings: { "log.retention.hours": 48 } });
  await stack.up();
});

test("destroy leaves the claims alone in the namespace, and the next up has every message", async () => {
  const before = await endOffset();
  const { seconds } = await stack.pulumi("destroy", "--yes", "--skip-preview");
  console.log(`Kubernetes: destroy of 3 brokers: ${seconds.toFixed(1)} s`);
  expect(await kubectl("get", "all", "--output", "name")).toEqual([]);
  expect(await kubectl("get", "persistentvolumeclaims", "--output", "name")).toHaveLength(5);
  await stack.up();
  expect(await endOffset()).toBe(before);
});

test("destroy of a stack that does not retain its data leaves nothing", async () => {
  stack.configure({ retainData: false });
  await stack.up();
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await cluster.kubectl("get", "namespaces", "--output", "name")).not.toContain(
    `namespace/${namespace}`,
  );
});

test("three brokers and three ZooKeeper servers come up from nothing", async () => {
  stack.configure({ zookeepers: 3 });
  const { seconds } = await stack.up();
  console.log(
    `Kubernetes, 3 brokers and 3 ZooKeepers: up from nothing to smoke test passed: ${seconds.toFixed(1)} s`,
  );
  expect(await kubectl("get", "pods", "--output", "name")).toHaveLength(6);
  await stack.pulumi("destroy", "--yes", "--skip-preview");
});
