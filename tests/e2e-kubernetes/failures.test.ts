import type { TestStack } from "../e2e/support/stack";
import { kubeconfigOf } from "../support/kubeconfig";
import { KubernetesPlatform } from "./platform";

// What goes wrong on a cluster: one clear message within the time, and a state from which the next command works.
let platform: KubernetesPlatform;
let stack: TestStack;

const namespace = "e2e-fail";
const account = "e2e-fail-limited";

beforeAll(async () => {
  platform = await KubernetesPlatform.create(namespace, {
    kafkaUi: false,
    smokeTestMessages: 10,
    retainData: false,
    // What never gets ready is waited for no longer.
    startTimeoutSeconds: 60,
  });
  stack = platform.stack;
});

afterAll(async () => {
  await platform.remove();
  await removeAccount();
});

async function removeAccount(): Promise<void> {
  const command = ["delete", "serviceaccount", account, "--ignore-not-found"];
  await platform.cluster.kubectl("--namespace", "default", ...command);
}

async function expectFailure(...messages: (RegExp | string)[]): Promise<void> {
  const { status, output, seconds } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  console.log(`${expect.getState().currentTestName}: failed after ${seconds.toFixed(1)} s`);
  expect(status).not.toBe(0);
  for (const message of messages) expect(output).toMatch(message);
  expect(output).not.toMatch(/\n\s+at .*\.ts:\d+/);
}

test("a context that is not there is named, and nothing is deployed", async () => {
  stack.configure({ kubernetesContext: "nowhere" });
  await expectFailure(
    /kafka-platform:kubernetesContext is nowhere, and this machine's kubeconfig has no context nowhere; kubernetesContext must be one of \S+/,
  );
  stack.configure({ kubernetesContext: undefined });
});

test("a storage class that is not there is refused at preview, with those that are", async () => {
  stack.configure({ storageClass: "nowhere" });
  await expectFailure(
    /kafka-platform:storageClass is nowhere, which the cluster does not have; must be one of .*standard/,
  );
  stack.configure({ storageClass: undefined });
});

test("a user without permission is told what is forbidden, and keeps the kubeconfig secret", async () => {
  const inDefault = ["--namespace", "default"];
  await removeAccount();
  await platform.cluster.kubectl(...inDefault, "create", "serviceaccount", account);
  const { kubeconfig, token } = await platform.cluster.accessOf(account, "default");
  await stack.setSecret("kubeconfig", kubeconfig);
  await expectFailure(
    new RegExp(`serviceaccount:default:${account}" cannot patch resource "namespaces"`),
  );
  const { stdout } = await stack.pulumi("stack", "export");
  expect(stdout).not.toContain(token);
  stack.configure({ kubeconfig: undefined });
});

test("a kubeconfig whose user has no credentials is refused at preview, and asks nobody", async () => {
  await stack.setSecret("kubeconfig", kubeconfigOf("https://127.0.0.1:1", {}));
  const { status, output, seconds } = await stack.attempt(["preview"]);
  console.log(`Kubernetes: refused without credentials after ${seconds.toFixed(1)} s`);
  expect(status).not.toBe(0);
  expect(output).toContain(
    "kafka-platform:kubeconfig is set, and the configured kubeconfig has no credentials for the user test",
  );
  stack.configure({ kubeconfig: undefined });
});

test("a pod that the cluster refuses fails the up with the cluster's reason", async () => {
  stack.configure({ podTemplates: { all: { priorityClassName: "nowhere" } } });
  await expectFailure(
    /A pod of StatefulSet zookeeper cannot be started: .*no PriorityClass with name nowhere was found/,
  );
  stack.configure({ podTemplates: undefined });
});

test("an image that is not there fails within the time and is named; put right, up works", async () => {
  const image = String(stack.get("zookeeperImage"));
  stack.configure({ zookeeperImage: "localhost/nothing:1" });
  await expectFailure(
    /Pod zookeeper-0 cannot be started: (ErrImagePull|ImagePullBackOff): .*localhost\/nothing:1/,
  );
  stack.configure({ zookeeperImage: image });
  await stack.up();
  expect(await stack.outputs()).toMatchObject({ smokeTest: { produced: 10, consumed: 10 } });
});

test("a broker that ends again and again fails the up with the last lines of its log", async () => {
  stack.configure({ brokerSettings: { "authorizer.class.name": "no.such.Authorizer" } });
  await expectFailure(
    /Pod kafka-0 ended with exit code 1, \d+ times so far/,
    /Its log ends with:\n[^]*no\.such\.Authorizer/,
  );
  stack.configure({ brokerSettings: undefined });
});

test("an up that was killed while it made the brokers is brought back by make recover", async () => {
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  await stack.kill(["up", "--yes", "--skip-preview"], async () => {
    const { output } = await platform.cluster.attempt(
      ...["--namespace", namespace, "get", "statefulsets", "--output", "name"],
    );
    return output.includes("statefulset.apps/kafka");
  });
  const recovery = await stack.make("scripts/stack/recover/main.ts");
  console.log(`Kubernetes: back from a killed up in ${recovery.seconds.toFixed(1)} s`);
  expect(recovery.output).toMatch(/Smoke test passed/);
  expect(recovery.status).toBe(0);
  await stack.up("--expect-no-changes");
});

test("a state that was lost is told from a new stack, and what is there is taken over as it runs", async () => {
  const before = await platform.pods();
  await stack.importState({ version: 3, deployment: {} });
  const told = `the state of the stack ${namespace} contains no platform, but there is StatefulSet `;
  expect((await stack.attempt(["preview"])).output).toContain(told);
  const recovery = await stack.make("scripts/stack/recover/main.ts");
  expect(recovery.output).toContain(told);
  expect(recovery.status).not.toBe(0);
  for (const script of ["scripts/stack/destroy.ts", "scripts/stack/status.ts"]) {
    const { status, output } = await stack.make(script);
    expect({ script, status, output }).toMatchObject({ script, status: 1 });
    expect(output).toContain(told.replace(/^the/, "The"));
    expect(output).toContain(`then its data with \`make remove-data STACK=${namespace}\``);
  }
  const takingOver = {
    PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true",
    PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
  };
  const { status, output } = await stack.attempt(["up", "--yes", "--skip-preview"], takingOver);
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(await platform.pods()).toEqual(before);
});

test("make remove-data removes the claims and their namespace once it is told the stack's name", async () => {
  const script = "scripts/stack/remove-data/main.ts";
  const deployed = await stack.make(script);
  expect(deployed.output).toContain(`\`make destroy STACK=${namespace}\` first`);
  stack.configure({ retainData: true });
  await stack.up();
  const destroyed = await stack.make("scripts/stack/destroy.ts");
  expect(destroyed.output).toContain(`make remove-data STACK=${namespace}, which`);
  const asked = await stack.make(script);
  expect(asked.output).toMatch(/claim data-kafka-0, 10 GiB\n/);
  expect(asked.output).toContain(`make remove-data STACK=${namespace} YES=${namespace}`);
  expect(await platform.kubectl("get", "pvc", "--output", "name")).toHaveLength(3);
  stack.setEnvironment({ YES: namespace });
  const { status, output } = await stack.make(script);
  expect({ status, output }).toMatchObject({ status: 0 });
  await platform.cluster.kubectl(
    "wait",
    "--for=delete",
    `namespace/${namespace}`,
    "--timeout=240s",
  );
});

test("destroy after all that leaves nothing", async () => {
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await platform.cluster.kubectl("get", "namespaces", "--output", "name")).not.toContain(
    `namespace/${namespace}`,
  );
});
