import { takeOverFields } from "../../../offline/stand-ins/kubernetes/cluster/managed-fields";

const created = {
  manager: "pulumi-kubernetes",
  operation: "Update",
  fieldsV1: { "f:data": { "f:a": {} } },
};
const set = { manager: "kubectl-set", operation: "Update", fieldsV1: { "f:data": { "f:b": {} } } };
const scale = {
  manager: "kubectl",
  operation: "Update",
  subresource: "scale",
  fieldsV1: { "f:spec": {} },
};
const controller = { manager: "kube-controller-manager", operation: "Update", fieldsV1: {} };

function live(...managedFields: { manager: string }[]) {
  return { metadata: { resourceVersion: "7", managedFields } };
}

test("the creator's and kubectl's fields become the object's own manager's", () => {
  const [replaced, guard] = takeOverFields(live(created, set, scale, controller), "own");
  expect(replaced?.value).toEqual([
    scale,
    controller,
    { manager: "own", operation: "Apply", fieldsV1: { "f:data": { "f:a": {}, "f:b": {} } } },
  ]);
  expect(guard).toEqual({ op: "replace", path: "/metadata/resourceVersion", value: "7" });
});

test("they are added to what it owns already", () => {
  const own = { manager: "own", operation: "Apply", fieldsV1: { "f:data": { "f:c": {} } } };
  const [replaced] = takeOverFields(live(own, set), "own");
  expect(replaced?.value).toEqual([
    { manager: "own", operation: "Apply", fieldsV1: { "f:data": { "f:c": {}, "f:b": {} } } },
  ]);
});

test("subresources and controllers keep theirs", () => {
  expect(takeOverFields(live(scale, controller), "own")).toEqual([]);
});
