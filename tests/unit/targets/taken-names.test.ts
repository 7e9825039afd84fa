import { dataLocationHandler } from "../../../provider/handlers/data-location";
import {
  describeStrangers,
  describeUnknown,
  strangers,
  type TakenName,
} from "../../../targets/docker/taken";
import { describeForeign, isForeign } from "../../../targets/docker/volumes";
import type { ClusterAccess } from "../../../targets/kubernetes/kubeconfig";
import { describeUnknown as describeWorkloads } from "../../../targets/kubernetes/unknown";

const container = (name: string, stack?: string, isOnNetwork = false): TakenName => ({
  ...{ kind: "container", name, stack, isOnNetwork },
});
const network: TakenName = {
  ...{ kind: "network", name: "kafka-platform", stack: undefined, isOnNetwork: true },
};

test.each<[string, TakenName, boolean]>([
  ["the stack's own", container("kafka", "dev"), false],
  ["the stack's own that was not started", container("kafka", "dev", false), false],
  ["an earlier release's, on the network", container("kafka", undefined, true), false],
  ["an earlier release's network", network, false],
  ["somebody's", container("kafka"), true],
  ["another stack's", container("kafka", "qa"), true],
  ["another stack's on the network", container("kafka", "qa", true), true],
  ["another stack's network", { ...network, stack: "qa" }, true],
])("of what has the platform's names, %s", (_what, each, isStranger) => {
  expect(strangers([each], "dev")).toEqual(isStranger ? [each] : []);
});

test("what is in the way is named, with its stack", () => {
  expect(describeStrangers([container("kafka"), container("zookeeper", "qa")], "")).toBe(
    'is "", and the engine has container kafka, container zookeeper (of stack qa) under one of the platform\'s names, ' +
      "not created by this stack; rename or remove what exists",
  );
});

test.each<[string, TakenName[], string]>([
  [
    "all",
    [container("kafka", "dev"), network],
    "docker stop -t 60 kafka && docker rm --volumes kafka && docker network rm kafka-platform",
  ],
  ["a container", [container("kafka")], "docker stop -t 60 kafka && docker rm --volumes kafka"],
  ["the network", [network], "docker network rm kafka-platform"],
])("a stack that knows of nothing finds %s, and says three ways on", (_what, found, removal) => {
  expect(describeUnknown(found, "dev").split("\n").slice(1)).toEqual([
    "  Created by another checkout or program, and in use: set namePrefix and other ports.",
    "  This stack's, whose state was lost: restore the state (`pulumi stack import`); or remove all but the volumes, " +
      `which \`make up STACK=dev\` takes over with every message: ${removal}`,
    "  No longer used: remove it with the same command, then its data with `make remove-data STACK=dev`",
  ]);
});

test("a volume is foreign that has no label of this project's", () => {
  const labels: [Readonly<Record<string, string>> | null, boolean][] = [
    [null, true],
    [{}, true],
    [{ "com.docker.compose.project": "x" }, true],
    [{ "kafka-platform.stack": "qa" }, false],
    [{ "kafka-platform/brokers": "1" }, false],
  ];
  for (const [each, expected] of labels) {
    expect(isForeign({ name: "kafka-data", labels: each })).toBe(expected);
  }
  expect(describeForeign(["kafka-data", "zookeeper-data"], "dev")).toBe(
    "the stack dev takes over the volumes kafka-data, zookeeper-data of the Docker engine, with the data in them. " +
      "No label says which stack created them: release 0.1.0 set none. If they are not this stack's, set namePrefix and other ports",
  );
});

test.each<[string, ClusterAccess, string]>([
  ["the current context", { kubeconfig: "", context: "" }, "kubectl -n lab delete"],
  ["a context", { kubeconfig: "", context: "edge" }, "kubectl --context edge -n lab delete"],
  [
    "the stack's own kubeconfig",
    { kubeconfig: "{}", context: "" },
    "(with the kubeconfig of `pulumi config get kubeconfig`)",
  ],
])("on Kubernetes it says three ways on, for %s", (_what, access, removal) => {
  const place = { access, namespace: "lab", stack: "dev" };
  const [problem, ...ways] = describeWorkloads(["StatefulSet kafka"], place).split("\n");
  expect(problem).toContain("there is StatefulSet kafka in the namespace lab");
  expect(ways).toEqual([
    "  Created by another checkout, and in use: set another namespace.",
    expect.stringMatching(
      /: PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true make up STACK=dev$/,
    ),
    expect.stringContaining("`make remove-data STACK=dev`: kubectl "),
  ]);
  expect(ways[2]).toContain(removal);
});

test("the refusal is for a state without a place alone, and tells the other problems too", () => {
  const now = { target: "docker" as const, namePrefix: "", unknown: "taken" };
  const check = (before: object, more = {}) =>
    dataLocationHandler.check?.(before, { ...now, ...more });
  expect(check({})).toEqual([{ property: "", reason: "taken" }]);
  expect(check({}, { refusal: "a port" })).toEqual([
    { property: "", reason: "taken" },
    { property: "", reason: "a port" },
  ]);
  expect(check({ target: "docker", namePrefix: "" })).toEqual([]);
});
