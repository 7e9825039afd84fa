import type { DataPlaces } from "../../../components/platform";
import { describeCluster, kubectlFor } from "../../../targets/kubernetes/which-cluster";
import { describeData } from "../../../scripts/stack/destroy";
import { describe as describeStatus } from "../../../scripts/stack/status";

const server = "https://10.0.0.1:6443";
const current = { context: "kind lab", server, isOwn: false };
const own = { context: "team", server, isOwn: true };
const forward = "kubectl -n lab port-forward pod/kafka-0 29092:29092";

test("a command of kubectl names the context that is the current one now", () => {
  expect(kubectlFor(current, forward)).toBe(
    "kubectl --context 'kind lab' -n lab port-forward pod/kafka-0 29092:29092",
  );
  const named = "kubectl --context edge -n lab get pods";
  expect(kubectlFor(current, named)).toBe(named);
  expect(kubectlFor({ ...current, context: "" }, forward)).toBe(forward);
});

test("there is none where the stack brings its own kubeconfig", () => {
  expect(kubectlFor(own, forward)).toBeUndefined();
  expect(describeCluster(own)).toBe(`context team, ${server}, by the stack's own kubeconfig`);
});

const outputs = {
  ...{ bootstrap: "localhost:29092", bootstrapInside: "kafka-0.kafka.lab.svc:9092" },
  ...{ zookeeper: "localhost:2181", zookeeperInside: "zookeeper-0.zookeeper.lab.svc:2181" },
  ...{ kafkaUi: "not deployed", portForwards: [forward], clusterId: "c", topics: ["a"] },
  connection: {
    ...{ via: "kubernetes", namespace: "lab", context: "", kubeconfig: "" },
    addresses: ["kafka-0.kafka.lab.svc:9092"],
  } as const,
  smokeTest: {
    ...{ produced: 10, consumed: 10, seconds: 1, at: "2026-11-27T00:00:00.000Z" },
    endToEndLatency: { p50: 1, p99: 2 },
  },
} as unknown as Parameters<typeof describeStatus>[0];

test("the status says which cluster is meant, and how its addresses are opened", () => {
  const lines = describeStatus(outputs, current, true).split("\n");
  expect(lines).toContain(`Cluster     context kind lab, ${server}`);
  expect(lines).toContain("Opened by   make connect");
  expect(lines).toContain(`            or ${kubectlFor(current, forward)}`);
  expect(describeStatus(outputs, own, true)).not.toContain("kubectl");
});

test("the smoke test is told with its time, and not where the platform does not answer", () => {
  expect(describeStatus(outputs, current, true)).toContain(
    "Smoke test  passed at 2026-11-27T00:00:00.000Z: 10 produced",
  );
  expect(describeStatus(outputs, current, false)).not.toContain("passed");
});

test("the command that removes data is for the cluster that the data is on", () => {
  const data: DataPlaces = {
    atDestroy: "kept",
    isProtected: false,
    places: ["data-kafka-0"],
    removal: "kubectl -n lab delete pvc data-kafka-0",
  };
  expect(describeData({ data }, current)).toBe(
    `The data stays in data-kafka-0 (context kind lab, ${server}); the next \`up\` takes it over.\n` +
      "To remove it: make remove-data, which lists what it removes and asks first.\n" +
      "By hand, all of it together: kubectl --context 'kind lab' -n lab delete pvc data-kafka-0",
  );
  expect(describeData({ data }, own)).toContain(
    "delete pvc data-kafka-0 (with the kubeconfig of `pulumi config get kubeconfig`)",
  );
});
