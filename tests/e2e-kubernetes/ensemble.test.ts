import { setTimeout as pause } from "node:timers/promises";
import { KafkaWitness } from "../e2e/support/kafka";
import { KubernetesPlatform } from "./platform";

// Three of each, open to clients outside the cluster, in a namespace that others have and by a user who may do
// nothing outside it.
let platform: KubernetesPlatform;

const namespace = "e2e-ensemble";
const topic = "vendas.pedido.criado";
const firstPort = 31092;

beforeAll(async () => {
  platform = await KubernetesPlatform.create(namespace, {
    brokers: 3,
    zookeepers: 3,
    retainData: false,
    external: "nodePort",
    advertisedHost: "127.0.0.1",
    brokerPort: firstPort,
    topics: [{ name: topic, partitions: 6 }],
  });
});

afterAll(() => platform.remove());

function labels(): Promise<string[]> {
  return platform.kubectl("get", "namespace", namespace, "--output=jsonpath={.metadata.labels}");
}

async function expectRefusal(message: string): Promise<void> {
  const { status, output } = await platform.stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(output).toContain(message);
  expect(status).not.toBe(0);
}

test("a namespace of others is refused, and so are names that they have in it", async () => {
  const { cluster, stack } = platform;
  stack.configure({ createNamespace: false });
  await expectRefusal(`kafka-platform:namespace is ${namespace}, which the cluster does not have`);
  await cluster.kubectl("create", "namespace", namespace);
  stack.configure({ createNamespace: true });
  await expectRefusal(
    `kafka-platform:namespace is ${namespace}, which exists and was not created by this program; ` +
      "set createNamespace: false to use it as it is, or choose another namespace",
  );
  stack.configure({ createNamespace: false });
  await cluster.apply({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data-kafka-0", namespace },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  });
  await expectRefusal(
    `kafka-platform:namespace is ${namespace}, where others own claim data-kafka-0`,
  );
  await platform.kubectl("delete", "pvc", "data-kafka-0");
});

test("three brokers and three ZooKeeper servers come up from nothing", async () => {
  const account = "deployer";
  await platform.kubectl("create", "serviceaccount", account);
  await platform.kubectl(
    ...["create", "rolebinding", account, "--clusterrole=admin"],
    `--serviceaccount=${namespace}:${account}`,
  );
  const { kubeconfig } = await platform.cluster.accessOf(account, namespace);
  await platform.stack.setSecret("kubeconfig", kubeconfig);
  const before = await labels();
  const { seconds } = await platform.stack.up();
  expect(await labels()).toEqual(before);
  console.log(`Kubernetes, 3 + 3: up from nothing to smoke test passed: ${seconds.toFixed(1)} s`);
  expect(await platform.stack.outputs()).toMatchObject({
    bootstrap: [0, 1, 2].map((index) => `127.0.0.1:${firstPort + index}`).join(","),
    smokeTest: { produced: 1000, consumed: 1000 },
  });
  const [line] = await platform.tool("kafka-topics", "--describe", "--topic", topic);
  expect(line).toMatch(/ReplicationFactor: 3/);
});

test("the ZooKeeper servers are an ensemble: one leads, two follow", async () => {
  const modes = await Promise.all(
    [0, 1, 2].map(async (index) => {
      const ask = "exec 3<>/dev/tcp/localhost/2181 && printf srvr >&3 && grep ^Mode: <&3";
      return platform.kubectl("exec", `zookeeper-${index}`, "--", "bash", "-c", ask);
    }),
  );
  expect(modes.flat().sort()).toEqual(["Mode: follower", "Mode: follower", "Mode: leader"]);
});

test("clients outside the cluster produce to every broker by its node port", async () => {
  const witness = await KafkaWitness.create("");
  const before = await platform.endOffset(topic);
  for (const index of [0, 1, 2]) {
    await witness.produce(`127.0.0.1:${firstPort + index}`, topic, 30);
  }
  expect(await platform.endOffset(topic)).toBe(before + 90);
  const values = await witness.consume(`127.0.0.1:${firstPort + 2}`, topic, "outside");
  expect(values).toHaveLength(90);
  await platform.stack.up("--expect-no-changes");
});

test("a broker killed without warning loses no acknowledged message", async () => {
  const before = await platform.endOffset(topic);
  const sent = platform.produce(topic, 4000, 200);
  await platform.kubectl("delete", "pod", "kafka-2", "--grace-period=0", "--force");
  expect(await sent).toBe(4000);
  expect(await platform.endOffset(topic)).toBeGreaterThanOrEqual(before + 4000);
  await platform.kubectl("rollout", "status", "statefulset/kafka", "--timeout=240s");
  await platform.stack.up("--expect-no-changes");
});

test("the survivor of a lost majority is alive, though it serves nobody", async () => {
  await platform.kubectl("scale", "statefulset/zookeeper", "--replicas=1");
  await platform.kubectl(
    "wait",
    "--for=delete",
    "pod/zookeeper-1",
    "pod/zookeeper-2",
    "--timeout=240s",
  );
  const look = (path: string) =>
    platform.kubectl("get", "pod/zookeeper-0", "--output", `jsonpath={${path}}`);
  const ask = async (probe: string) => {
    const [text = "[]"] = await look(`.spec.containers[0].${probe}.exec.command`);
    const inside = ["exec", "zookeeper-0", "--", ...(JSON.parse(text) as string[])];
    return (await platform.cluster.attempt("--namespace", "e2e-ensemble", ...inside)).status;
  };
  for (const end = Date.now() + 180_000; (await ask("readinessProbe")) === 0; await pause(1000)) {
    if (Date.now() > end) throw new Error("The survivor still serves");
  }
  expect(await ask("livenessProbe")).toBe(0);
  expect(await look(".status.containerStatuses[0].restartCount")).toEqual(["0"]);
  await platform.kubectl("scale", "statefulset/zookeeper", "--replicas=3");
  await platform.kubectl("rollout", "status", "statefulset/zookeeper", "--timeout=240s");
});

test("destroy takes the data, and leaves the namespace with what others have in it", async () => {
  await platform.stack.pulumi("destroy", "--yes", "--skip-preview");
  await platform.kubectl("wait", "--for=delete", "pvc", "--all", "--timeout=240s");
  const left = ["get", "pvc,statefulset,service,pod", "--output", "name"];
  expect(await platform.kubectl(...left)).toEqual([]);
  expect(await platform.kubectl("get", "serviceaccount", "deployer", "--output=name")).toEqual([
    "serviceaccount/deployer",
  ]);
});
