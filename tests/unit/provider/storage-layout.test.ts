import { storageLayoutHandler } from "../../../provider/handlers/storage-layout";

const layout = {
  sizesGiB: { brokerStorageGiB: 10, zookeeperStorageGiB: 5 },
  storageClass: "",
  createNamespace: true,
  retainData: true,
};
type Layout = typeof layout;
const sizes = (brokerStorageGiB: number) => ({ ...layout.sizesGiB, brokerStorageGiB });

test.each<[string, Partial<Layout>, Partial<Layout>]>([
  ["nothing is stored yet", {}, { sizesGiB: sizes(1) }],
  ["nothing changes", layout, {}],
  ["a volume grows", layout, { sizesGiB: sizes(20) }],
  ["a class is named that the volumes may have", layout, { storageClass: "standard" }],
  ["data is retained no more", layout, { retainData: false }],
  ["a namespace is given up that stays", layout, { createNamespace: false }],
  [
    "a namespace is not the stack's anyway",
    { ...layout, createNamespace: false, retainData: false },
    { createNamespace: false },
  ],
])("is accepted where %s", (_what, before, changes) => {
  expect(storageLayoutHandler.check?.(before, { ...layout, ...changes })).toEqual([]);
});

test.each<[string, Partial<Layout>, Partial<Layout>, string]>([
  [
    "a volume is to get smaller",
    layout,
    { sizesGiB: sizes(5) },
    "kafka-platform:brokerStorageGiB is 5, but each volume has 10 GiB, and a volume cannot shrink; " +
      "set it to at least 10, or copy the data to a new stack",
  ],
  [
    "volumes are to be of another class",
    { ...layout, storageClass: "fast" },
    { storageClass: "standard" },
    "kafka-platform:storageClass is standard, but each volume is of class fast, which cannot change; " +
      "set it back to fast, or copy the data to a new stack",
  ],
  [
    "a class is taken back",
    { ...layout, storageClass: "fast" },
    {},
    "kafka-platform:storageClass is empty, but each volume is of class fast, which cannot change; " +
      "set it back to fast, or copy the data to a new stack",
  ],
  [
    "the namespace would be deleted with what is in it",
    { ...layout, retainData: false },
    { createNamespace: false },
    "kafka-platform:createNamespace is false, but the stack created its namespace and retains no data: Pulumi would " +
      "delete the namespace with everything in it. Set createNamespace and retainData to true, deploy that, " +
      "then set createNamespace to false",
  ],
])("is refused where %s", (_what, before, changes, reason) => {
  expect(storageLayoutHandler.check?.(before, { ...layout, ...changes })).toEqual([
    { property: "", reason },
  ]);
});
