import { KubernetesPlatform } from "./platform";

/** What kubectl prints of a pod. */
interface Pod {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly priority: number;
    readonly tolerations: readonly object[];
    readonly containers: readonly { readonly resources: object }[];
  };
}

// Who may destroy what of a production stack on Kubernetes, where the data goes with the namespace.
// Each test stands on the ones before it.
let platform: KubernetesPlatform;

const namespace = "e2e-production";
const topic = "vendas.pedido.criado";
const claims = ["data-kafka-0", "data-zookeeper-0", "logs-zookeeper-0"].map(
  (name) => `persistentvolumeclaim/${name}`,
);

// What a cluster's administrators may ask of every pod.
const priorityClass = { metadata: { name: `${namespace}-high` }, value: 1000 };
const toleration = { key: "pool", operator: "Equal", value: "kafka", effect: "NoSchedule" };
const podTemplates = {
  all: {
    annotations: { "example.org/owner": "data" },
    priorityClassName: priorityClass.metadata.name,
    tolerations: [toleration],
    resources: { limits: { cpu: "1000m" } },
  },
  kafka: {
    env: [{ name: "CITY", value: "Recife" }],
    volumes: [{ name: "extra", emptyDir: { sizeLimit: "1Mi" } }],
    volumeMounts: [{ name: "extra", mountPath: "/extra" }],
    resources: { limits: { cpu: "1500m" } },
  },
};

/** What the 'restricted' Pod Security Standard asks for. */
const restricted = {
  pod: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};

/** A namespace in which no pod may be without a CPU limit. */
async function demandLimits(): Promise<void> {
  const { cluster } = platform;
  const labels = { "app.kubernetes.io/part-of": "kafka-platform" };
  await cluster.apply({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels },
  });
  const hard = { "limits.cpu": "2500m" };
  const metadata = { name: "cpu", namespace };
  await cluster.apply({ apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard } });
  await cluster.apply({
    ...{ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass" },
    ...priorityClass,
  });
}

beforeAll(async () => {
  platform = await KubernetesPlatform.create(namespace, {
    kafkaUi: false,
    smokeTestMessages: 10,
    production: true,
    brokerSettings: { "auto.create.topics.enable": false },
    acceptedRisks: ["severalBrokers", "severalZooKeepers"],
    topics: [{ name: topic, partitions: 3 }],
    podTemplates,
  });
  await demandLimits();
});

afterAll(async () => {
  await platform.stack.attempt(["state", "unprotect", "--all", "--yes"]);
  await platform.remove();
  const { name } = priorityClass.metadata;
  await platform.cluster.kubectl("delete", "priorityclass", name, "--ignore-not-found");
});

function findClaims(): Promise<string[]> {
  return platform.kubectl("get", "persistentvolumeclaims", "--output", "name");
}

test("destroy is refused as a whole, and says how it is meant", async () => {
  const { stack } = platform;
  await stack.up();
  expect(await platform.produce(topic, 120, 120)).toBe(120);
  const { status, output } = await stack.make("scripts/stack/destroy.ts");
  expect(status).not.toBe(0);
  expect(output).toContain("its data is protected, and nothing was destroyed");
  expect(await platform.pods()).toEqual(["pod/kafka-0", "pod/zookeeper-0"]);
  expect(await findClaims()).toEqual(claims);
});

test("pods are as the templates ask, and fit a quota that turns away those without a CPU limit", async () => {
  const [used] = await platform.kubectl(
    ...["get", "resourcequota/cpu", "--output", String.raw`jsonpath={.status.used.limits\.cpu}`],
  );
  expect(used).toBe("2500m");
  const image = String(platform.stack.get("brokerImage"));
  const container = { name: "intruder", image, securityContext: restricted.container };
  const intruder = { spec: { securityContext: restricted.pod, containers: [container] } };
  const run = ["run", "intruder", `--image=${image}`, "--restart=Never", "--dry-run=server"];
  const refused = await platform.cluster.attempt(
    ...["--namespace", namespace, ...run, `--overrides=${JSON.stringify(intruder)}`],
  );
  expect(refused.output).toContain("failed quota: cpu: must specify limits.cpu");
  const lines = await platform.kubectl("get", "pod/kafka-0", "--output", "json");
  const { metadata, spec } = JSON.parse(lines.join("\n")) as Pod;
  expect(metadata.annotations).toMatchObject({ "example.org/owner": "data" });
  expect(spec.priority).toBe(1000);
  expect(spec.tolerations).toContainEqual(toleration);
  expect(spec.containers[0]?.resources).toMatchObject({ limits: { cpu: "1500m" } });
  const look = ["exec", "kafka-0", "--", "bash", "-c", "touch /extra/file && echo $CITY"];
  expect(await platform.kubectl(...look)).toEqual(["Recife"]);
  const { stack } = platform;
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  await stack.up("--expect-no-changes");
});

test("topics are imported through the API server, and a preview after it leaves them alone", async () => {
  const { stack } = platform;
  const type = "kafka-platform:kafka:Topics";
  const parent = await stack.urn("kafka-platform:index:SeedTopics");
  const destroy = ["destroy", "--yes", "--skip-preview", "--target", await stack.urn(type)];
  await stack.pulumi(...destroy, "--target-dependents");
  await stack.pulumi(
    ...["import", type, "platform-topics"],
    `kafka-0.kafka.${namespace}.svc:9092/${topic}?namespace=${namespace}`,
    ...["--parent", `topics=${parent}`, "--yes", "--skip-preview"],
    ...["--protect=false", "--generate-code=false"],
  );
  // What had to be taken away with the topics comes back; the topics are as declared.
  const smokeTest = { type: "kafka-platform:kafka:SmokeRun", name: "platform-smoke-test" };
  expect(await stack.plan()).toEqual([{ operation: "create", ...smokeTest }]);
  expect(await platform.endOffset(topic)).toBe(120);
});

test("the platform can be taken away without its data, and comes back with every message", async () => {
  const { stack } = platform;
  const { status, output } = await stack.make("scripts/stack/destroy.ts", "--exclude-protected");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(await platform.pods()).toEqual([]);
  expect(await findClaims()).toEqual(claims);
  await stack.up();
  expect(await platform.endOffset(topic)).toBe(120);
});

test("once the stack is named and that is deployed, destroy takes the data and the namespace", async () => {
  const { stack } = platform;
  stack.configure({ retainData: false });
  const refused = await stack.attempt(["up", "--yes", "--skip-preview"]);
  expect(refused.output).toContain(
    `If that is intended, set destroyData to the stack's name, ${stack.name}`,
  );
  stack.configure({ destroyData: stack.name });
  await stack.up();
  const { status, output } = await stack.make("scripts/stack/destroy.ts");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(await platform.cluster.kubectl("get", "namespaces", "--output", "name")).not.toContain(
    `namespace/${namespace}`,
  );
});
