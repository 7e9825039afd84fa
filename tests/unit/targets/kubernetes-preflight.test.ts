import type {
  ClaimFacts,
  ClusterFacts,
  ObjectFacts,
} from "../../../targets/kubernetes/cluster-facts";
import { judgeObjects } from "../../../targets/kubernetes/claim-rules";
import { judgeNamespace } from "../../../targets/kubernetes/namespace-rules";
import { quantityInGiB } from "../../../targets/kubernetes/quantity";
import { judgeStorageClass } from "../../../targets/kubernetes/storage-rules";

const fast = { name: "fast", isDefault: false, allowsExpansion: true };
const standard = { name: "standard", isDefault: true, allowsExpansion: false };

const own = { "app.kubernetes.io/part-of": "kafka-platform", "app.kubernetes.io/name": "web" };
const declared = { ...own, "app.kubernetes.io/managed-by": "pulumi" };
const earlier = {
  "app.kubernetes.io/managed-by": "pulumi",
  "pod-security.kubernetes.io/enforce": "restricted",
};
const pod: ObjectFacts = { kind: "pod", name: "web-0", labels: own };
const foreignPod: ObjectFacts = { kind: "pod", name: "api-0", labels: {} };

function claim(name: string, changes: Partial<ClaimFacts> = {}): ClaimFacts {
  const facts = { kind: "claim", name, labels: own, sizeGiB: 10, storageClass: "fast" };
  return { ...facts, isBound: true, annotations: {}, ...changes };
}

function cluster(changes: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    identity: "one",
    namespace: own,
    claims: [],
    workloads: [],
    pods: [],
    classes: [standard, fast],
    reasons: [],
    hasAnswered: true,
    ...changes,
  };
}

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

test.each([
  ["10Gi", 10],
  ["512Mi", 0.5],
  ["1Ti", 1024],
  ["1073741824", 1],
  ["1073741824k", 1000],
  ["5G", 5e9 / 2 ** 30],
  ["1e9", 1e9 / 2 ** 30],
  ["much", NaN],
])("%s is %d GiB", (quantity, gibibytes) => {
  expect(quantityInGiB(quantity)).toBe(gibibytes);
});

describe("the namespace", () => {
  const wanted = {
    namespace: "lab",
    createNamespace: true,
    retainNamespace: true,
    hosts: ["web"],
    kubectl: "kubectl --context edge",
  };
  const label =
    "kubectl --context edge label namespace lab app.kubernetes.io/part-of=kafka-platform";
  const notOwn = (holds: string) =>
    `is lab, which exists and was not created by this program${holds}; set createNamespace: false to use it as ` +
    `it is, or choose another namespace. If an earlier release of this program created it: ${label}`;
  const ofEarlier = { namespace: earlier, claims: [claim("data-web-0")], pods: [pod] };

  test.each<[string, Partial<ClusterFacts>, ReturnType<typeof judgeNamespace>]>([
    ["is not there", { namespace: "absent" }, []],
    ["is this program's", { namespace: own, pods: [foreignPod] }, []],
    ["is an earlier release's", ofEarlier, []],
    [
      "is an earlier release's, with what others run",
      { ...ofEarlier, pods: [pod, foreignPod] },
      [{ path: "namespace", problem: notOwn(", and holds pod api-0") }],
    ],
    [
      "is an earlier release's, and its pods cannot be read",
      { ...ofEarlier, pods: undefined },
      [{ path: "namespace", unchecked: "what is in the namespace lab" }],
    ],
    [
      "is labelled by another Pulumi program, which this one was let into",
      { namespace: earlier, claims: [claim("data-web-0", { labels: declared })], pods: [pod] },
      [{ path: "namespace", problem: notOwn("") }],
    ],
    ["is of others", { namespace: {} }, [{ path: "namespace", problem: notOwn("") }]],
    [
      "is of others, with many objects",
      { namespace: {}, pods: [foreignPod, foreignPod, foreignPod, foreignPod, foreignPod] },
      [
        {
          path: "namespace",
          problem: notOwn(", and holds pod api-0, pod api-0, pod api-0 and 2 more"),
        },
      ],
    ],
    [
      "cannot be read",
      { namespace: undefined },
      [{ path: "namespace", unchecked: "whether the namespace lab is this program's own" }],
    ],
  ])("that is to be made %s", (_what, facts, findings) => {
    expect(judgeNamespace(cluster(facts), wanted)).toEqual(findings);
  });

  const ours: Partial<ClusterFacts> = {
    pods: [pod],
    claims: [claim("data-web-0")],
    workloads: [{ kind: "Service", name: "web", labels: declared }],
  };
  const unread = {
    path: "namespace",
    unchecked: "what else is in the namespace lab, which a destroy would delete",
  };
  const ofOthers: ObjectFacts = {
    kind: "Deployment",
    name: "shop",
    labels: { ...own, "app.kubernetes.io/name": "shop" },
  };
  const holding = (names: string) => ({
    path: "namespace",
    warning:
      "namespace is lab, and retainData is false: a destroy would delete the namespace with " +
      `${names}, not created by this program. Move them, or set retainData: true, or createNamespace: false ` +
      "if others created the namespace.",
  });

  test.each<[string, Partial<ClusterFacts>, ReturnType<typeof judgeNamespace>]>([
    ["this program's objects alone", ours, []],
    ["nothing", {}, []],
    ["a person's client", { ...ours, pods: [pod, foreignPod] }, [holding("pod api-0")]],
    ["an application with the same label", { workloads: [ofOthers] }, [holding("Deployment shop")]],
    [
      "a claim of others, and what cannot be read",
      { claims: [claim("pg", { labels: {} })], pods: undefined },
      [holding("claim pg")],
    ],
    ["pods that cannot be read", { ...ours, pods: undefined }, [unread]],
    ["workloads that cannot be read", { ...ours, workloads: undefined }, [unread]],
  ])("that a destroy is to delete holds %s", (_what, facts, findings) => {
    expect(judgeNamespace(cluster(facts), { ...wanted, retainNamespace: false })).toEqual(findings);
    expect(judgeNamespace(cluster(facts), wanted)).toEqual([]);
    const asItIs = { ...wanted, retainNamespace: false, createNamespace: false };
    expect(judgeNamespace(cluster(facts), asItIs)).toEqual([]);
  });

  test.each<[string, Partial<ClusterFacts>, ReturnType<typeof judgeNamespace>]>([
    [
      "is not there",
      { namespace: "absent" },
      [
        {
          path: "namespace",
          problem:
            "is lab, which the cluster does not have; create it, or set createNamespace: true",
        },
      ],
    ],
    ["is of others", { namespace: {}, pods: [foreignPod] }, []],
    ["is this program's", { namespace: own }, []],
    ["cannot be read", { namespace: undefined }, []],
    [
      "is labelled by another Pulumi program",
      { namespace: earlier, claims: [claim("data-web-0", { labels: declared })] },
      [],
    ],
    [
      "is an earlier release's, whose state would delete it",
      ofEarlier,
      [
        {
          path: "createNamespace",
          problem:
            "is false, but an earlier release of this program created the namespace lab, or took it over, and Pulumi " +
            `might delete it now. Run ${label}, deploy once with createNamespace: true and retainData: true, ` +
            "then set createNamespace: false",
        },
      ],
    ],
  ])("that is to be used as it is %s", (_what, facts, findings) => {
    expect(judgeNamespace(cluster(facts), { ...wanted, createNamespace: false })).toEqual(findings);
  });
});

describe("what is in the namespace", () => {
  const volumes = { host: "web", replicas: 2, volumes: ["data"], sizeGiB: 10, setting: "webGiB" };
  const judge = (
    facts: Partial<ClusterFacts>,
    { sizeGiB = 10, storageClass = "" }: { sizeGiB?: number; storageClass?: string } = {},
  ) =>
    judgeObjects(cluster(facts), {
      namespace: "lab",
      hosts: ["web"],
      storage: [{ ...volumes, sizeGiB }],
      storageClass,
      kubectl: "kubectl",
    });
  const both = (changes: Partial<ClaimFacts> = {}) => [
    claim("data-web-0", changes),
    claim("data-web-1", changes),
  ];

  test.each([
    ["nothing", {}, {}],
    ["claims of that size and class", { claims: both() }, { storageClass: "fast" }],
    ["claims of a class, where none is set", { claims: both({ storageClass: "standard" }) }, {}],
    ["claims that can grow", { claims: both() }, { sizeGiB: 20 }],
    ["a claim that no replica has", { claims: [claim("data-web-2", { sizeGiB: 99 })] }, {}],
    ["objects of others by other names", { claims: [claim("pg", { labels: {} })] }, {}],
    ["its own workloads", { workloads: [{ kind: "Service", name: "web", labels: declared }] }, {}],
    [
      "nothing, as the namespace is not there",
      { namespace: "absent" as const, claims: undefined },
      {},
    ],
  ])("leaves room: %s", (_what, facts, wanted) => {
    expect(judge(facts, wanted)).toEqual([]);
  });

  test.each([
    [
      { claims: [claim("data-web-0"), claim("data-web-1", { sizeGiB: 30 })] },
      { sizeGiB: 5 },
      "webGiB",
      "is 5, but claim data-web-1 has 30 GiB, and a volume cannot shrink; set it to at least 30, or copy the data to a new stack",
    ],
    [
      { claims: both({ storageClass: "standard" }) },
      { sizeGiB: 20 },
      "webGiB",
      "is 20, but claim data-web-0 has 10 GiB, and its storage class, standard, does not let volumes grow " +
        "(allowVolumeExpansion); set it back to 10, or copy the data to a new stack with another class",
    ],
    [
      { claims: both({ storageClass: "gone" }) },
      { sizeGiB: 20 },
      "webGiB",
      "is 20, but claim data-web-0 has 10 GiB, and its storage class, gone, no longer exists; " +
        "set it back to 10, or copy the data to a new stack with another class",
    ],
    [
      { claims: both() },
      { storageClass: "standard" },
      "storageClass",
      "is standard, but claim data-web-0 is of class fast, which cannot change; set it back to fast, or copy the data to a new stack",
    ],
    [
      { claims: both({ isBound: false }) },
      { sizeGiB: 5 },
      "webGiB",
      "is 5, but claim data-web-0 is still waiting for a volume of 10 GiB and cannot change; it is still empty: " +
        "kubectl -n lab delete pvc data-web-0, and deploy with --refresh",
    ],
    [
      {
        claims: [claim("data-web-0", { labels: { "app.kubernetes.io/part-of": "other" } })],
        workloads: [{ kind: "StatefulSet", name: "web", labels: {} }],
      },
      {},
      "namespace",
      "is lab, where others own StatefulSet web, claim data-web-0; choose another namespace",
    ],
  ])("refuses %j, %j", (facts, wanted, path, problem) => {
    expect(judge(facts, wanted)).toEqual([{ path, problem }]);
  });

  test.each([
    [
      { claims: undefined },
      {},
      "namespace",
      "which names are taken in lab, and which sizes its volumes have",
    ],
    [
      { claims: both(), classes: undefined },
      { sizeGiB: 20 },
      "webGiB",
      "whether storage class fast lets volumes grow",
    ],
  ])("says what it could not look at: %j, %j", (facts, wanted, path, unchecked) => {
    expect(judge(facts, wanted)).toEqual([{ path, unchecked }]);
  });
});
