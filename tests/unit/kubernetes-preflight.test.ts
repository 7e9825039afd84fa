import { judgeStorageClass } from "../../targets/kubernetes/preflight";

const fast = { name: "fast", isDefault: false };
const standard = { name: "standard", isDefault: true };

test.each([
  [[standard, fast], "fast", undefined],
  [[standard, fast], "", undefined],
  [
    [standard, fast],
    "slow",
    "is slow, which the cluster does not have; must be one of fast, standard",
  ],
  [[fast], "", "is empty, and the cluster has no default storage class; must be one of fast"],
  [[], "", "is empty, and the cluster has no default storage class; add one to the cluster"],
])("of %j, %j: %s", (classes, storageClass, problem) => {
  expect(judgeStorageClass(classes, storageClass)).toBe(problem);
});
