import { KubernetesPlatform } from "./platform";

// Who may destroy what of a production stack on Kubernetes, where the data goes with the namespace.
// Each test stands on the ones before it.
let platform: KubernetesPlatform;

const namespace = "e2e-production";
const topic = "vendas.pedido.criado";
const claims = ["data-kafka-0", "data-zookeeper-0", "logs-zookeeper-0"].map(
  (name) => `persistentvolumeclaim/${name}`,
);

beforeAll(async () => {
  platform = await KubernetesPlatform.create(namespace, {
    kafkaUi: false,
    smokeTestMessages: 10,
    production: true,
    brokerSettings: { "auto.create.topics.enable": false },
    acceptedRisks: ["severalBrokers", "severalZooKeepers"],
    topics: [{ name: topic, partitions: 3 }],
  });
});

afterAll(async () => {
  await platform.stack.attempt(["state", "unprotect", "--all", "--yes"]);
  await platform.remove();
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

test("topics are imported through the API server, and a preview after it leaves them alone", async () => {
  const { stack } = platform;
  const type = "kafka-platform:kafka:Topics";
  const parent = await stack.urn("kafka-platform:index:ManagedTopics");
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
    `To mean it, set destroyData to the stack's name, ${stack.name}`,
  );
  stack.configure({ destroyData: stack.name });
  await stack.up();
  const { status, output } = await stack.make("scripts/stack/destroy.ts");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(await platform.cluster.kubectl("get", "namespaces", "--output", "name")).not.toContain(
    `namespace/${namespace}`,
  );
});
