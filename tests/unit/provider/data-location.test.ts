import { dataLocationHandler } from "../../../provider/handlers/data-location";
import type { DataPlace } from "../../../provider/data-place";

const docker: DataPlace = { target: "docker", namePrefix: "qa-" };
const kubernetes: DataPlace = { target: "kubernetes", namespace: "kafka", cluster: "one" };
const advice =
  "Elsewhere the platform would start without it. Set it back; nothing was changed. To start from scratch elsewhere, " +
  "use another stack, or `pulumi destroy` this one first";

test.each([
  ["a new stack", {}, docker],
  ["the same Docker place", docker, docker],
  ["the same namespace", kubernetes, kubernetes],
  ["a cluster that does not answer", kubernetes, { ...kubernetes, cluster: undefined }],
  ["a cluster that answers for the first time", { ...kubernetes, cluster: undefined }, kubernetes],
])("%s is let through", (_what, before, now) => {
  expect(dataLocationHandler.check?.(before, now)).toEqual([]);
});

test.each<[string, DataPlace, DataPlace, string]>([
  [
    "target",
    docker,
    kubernetes,
    "target cannot change to kubernetes: the data of this stack is in Docker volumes such as qa-kafka-data",
  ],
  [
    "target",
    kubernetes,
    docker,
    "target cannot change to docker: the data of this stack is in the namespace kafka",
  ],
  [
    "namePrefix",
    docker,
    { ...docker, namePrefix: "" },
    'namePrefix cannot change to "": the data of this stack is in Docker volumes such as qa-kafka-data',
  ],
  [
    "namespace",
    kubernetes,
    { ...kubernetes, namespace: "other", cluster: undefined },
    "namespace cannot change to other: the data of this stack is in the namespace kafka",
  ],
  [
    "cluster",
    kubernetes,
    { ...kubernetes, cluster: "two" },
    "kubeconfig and kubernetesContext cannot change to another cluster: the data of this stack is in the namespace " +
      "kafka of the cluster that they named before",
  ],
])("a change of %s is refused", (property, before, now, reason) => {
  expect(dataLocationHandler.check?.(before, now)).toEqual([
    { property, reason: `${reason}. ${advice}` },
  ]);
});

const refusal = "The configuration has 1 problem; nothing was changed.";

test("a stack that is refused for another reason is told it", () => {
  expect(dataLocationHandler.check?.({}, { ...docker, refusal })).toEqual([
    { property: "", reason: refusal },
  ]);
});

test("a change of place is told before any other reason, which may follow from it", () => {
  const now = { ...docker, namePrefix: "", refusal };
  expect(dataLocationHandler.check?.(docker, now)).toEqual([
    expect.objectContaining({ property: "namePrefix" }),
  ]);
});
