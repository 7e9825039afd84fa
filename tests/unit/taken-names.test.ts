import { dataLocationHandler } from "../../kafka/provider/data-location-handler";
import {
  describeStrangers,
  describeUnknown,
  strangers,
  type TakenName,
} from "../../targets/docker/taken";
import { describeForeign, isForeign } from "../../targets/docker/volumes";
import { describeUnknown as describeWorkloads } from "../../targets/kubernetes/unknown";

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
    'is "", and the engine has container kafka, container zookeeper (of stack qa) by a name of the platform\'s, ' +
      "not made by this stack; rename what is there, or remove it",
  );
});

test.each<[string, TakenName[], string]>([
  [
    "all",
    [container("kafka", "dev"), network],
    "docker stop --time 60 kafka && docker rm --volumes kafka && docker network rm kafka-platform",
  ],
  ["a container", [container("kafka")], "docker stop --time 60 kafka && docker rm --volumes kafka"],
  ["the network", [network], "docker network rm kafka-platform"],
])(
  "a stack that knows of nothing finds %s, and says how it is removed",
  (_what, found, removal) => {
    const lines = describeUnknown(found, { stack: "dev", stopSeconds: 60 }).split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe(`  This stack's, whose state was lost, or nobody's any more: ${removal}`);
  },
);

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
  expect(describeForeign(["kafka-data", "zookeeper-data"], "dev").split("\n")).toEqual([
    "the stack dev would take over the volumes kafka-data, zookeeper-data of the Docker engine, with what is in them, but the label of no stack of this project is there. Nothing was changed.",
    "  Somebody else's: set namePrefix, and other ports.",
    "  Made for this stack, and empty: make them anew with --label kafka-platform.stack=dev.",
    "  Left by release 0.1.0 of this project: run `up` with that once more, and then with this one.",
    "  Nobody's any more: docker volume rm kafka-data zookeeper-data",
  ]);
});

test("on Kubernetes it says how workloads are taken over", () => {
  const text = describeWorkloads(["StatefulSet kafka"], { namespace: "lab", stack: "dev" });
  expect(text).toContain("there is StatefulSet kafka in the namespace lab");
  expect(text).toContain("PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true");
  expect(text).toContain("kubectl -n lab delete statefulset,");
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
