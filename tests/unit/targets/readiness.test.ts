import fc from "fast-check";
import { CrashWatch } from "../../../targets/readiness/crash-watch";
import { lastLines } from "../../../targets/readiness/log-lines";
import { isRolledOut, newestPods } from "../../../targets/readiness/rollout";
import type { ReplicaState } from "../../../targets/readiness/watched";

const running: ReplicaState = {
  name: "container web",
  state: "starting",
  isReady: false,
  phase: "runs",
  restarts: 0,
  log: () => Promise.resolve([]),
};
const crashed = (restarts: number, ranSeconds = 2): ReplicaState => ({
  ...running,
  phase: "waits",
  restarts,
  end: { how: "exit code 1", ranSeconds },
});
const stopped: ReplicaState = { ...running, phase: "ended" };
const stuck = (isFinal: boolean): ReplicaState => ({
  ...running,
  phase: "waits",
  obstacle: { reason: "ErrImagePull: no such image", isFinal },
});

/** What is found at looks, a second apart or as given. */
function seen(restartSeconds: number, looks: readonly [seconds: number, ReplicaState][]) {
  const watch = new CrashWatch(restartSeconds);
  return looks.map(([seconds, state]) => watch.see([state], seconds * 1000)?.what);
}

describe("a replica fails the deployment", () => {
  test.each<[string, number, [number, ReplicaState][], string | undefined]>([
    [
      "not while it runs",
      0,
      [
        [0, running],
        [500, running],
      ],
      undefined,
    ],
    [
      "not when it has ended twice",
      0,
      [
        [0, crashed(0)],
        [1, running],
        [2, crashed(1)],
      ],
      undefined,
    ],
    [
      "when it has ended three times",
      0,
      [[0, crashed(2)]],
      "ended with exit code 1, 3 times so far",
    ],
    [
      "not while restarts are normal",
      30,
      [
        [0, crashed(0)],
        [18, crashed(5)],
      ],
      undefined,
    ],
    [
      "once they are no longer",
      30,
      [
        [0, crashed(0)],
        [5, running],
        [31, crashed(6)],
      ],
      "ended with exit code 1, 7 times so far, after waiting 31 s for its restarts to stop",
    ],
    [
      "not for what came before it was ready",
      30,
      [
        [0, crashed(5)],
        [20, { ...running, isReady: true }],
        [40, crashed(6)],
      ],
      undefined,
    ],
    ["not when it ends after a long run", 0, [[0, crashed(9, 3600)]], undefined],
    [
      "not when somebody starts it again",
      0,
      [
        [0, stopped],
        [4, running],
        [8, stopped],
      ],
      undefined,
    ],
    [
      "when nobody does",
      0,
      [
        [0, stopped],
        [6, stopped],
      ],
      "is not running",
    ],
    [
      "not when its image may still come",
      0,
      [
        [0, stuck(false)],
        [20, stuck(false)],
      ],
      undefined,
    ],
    [
      "when its image does not come",
      0,
      [
        [0, stuck(false)],
        [30, stuck(false)],
      ],
      "cannot be started: ErrImagePull: no such image",
    ],
    [
      "at once when no image can come",
      0,
      [[0, stuck(true)]],
      "cannot be started: ErrImagePull: no such image",
    ],
  ])("%s", (_, restartSeconds, looks, what) => {
    expect(seen(restartSeconds, looks).at(-1)).toBe(what);
  });

  test("and never a ready one", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), (restarts, seconds) => {
        const ready = { ...running, restarts, isReady: true };
        return seen(0, [
          [0, ready],
          [seconds, ready],
        ]).every((what) => what === undefined);
      }),
    );
  });
});

test("the end of a log is its last ten lines that say something, without control characters", () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  expect(lastLines(`${lines.join("\r\n\n")}\n`)).toEqual(lines.slice(-10));
  expect(lastLines("\u001b[31mred\u001b[0m\u0007")).toEqual(["red"]);
  const frames = Array.from({ length: 20 }, (_, index) => `\tat a.b.C.method(C.java:${index})`);
  const trace = ["FATAL it cannot", "java.lang.Error: why", ...frames, "\t... 3 more", "INFO ends"];
  expect(lastLines(trace.join("\n"))).toEqual([
    "FATAL it cannot",
    "java.lang.Error: why",
    "INFO ends",
  ]);
  expect(lastLines("x".repeat(1000))[0]).toHaveLength(303);
  fc.assert(fc.property(fc.string(), (text) => lastLines(text).length <= 10));
});

describe("a rollout", () => {
  const counts = { replicas: 3, readyReplicas: 3, updatedReplicas: 3 };
  const revisions = { currentRevision: "b", updateRevision: "b" };
  const set = (generation: number, status: object) =>
    ({ metadata: { generation }, spec: { replicas: 3 }, status }) as never;

  test.each<[string, object, boolean]>([
    ["is done", { ...counts, ...revisions, observedGeneration: 2 }, true],
    ["of a Deployment is done", { ...counts, observedGeneration: 2 }, true],
    ["is not seen yet", { ...counts, ...revisions, observedGeneration: 1 }, false],
    ["has a pod that is not ready", { ...counts, observedGeneration: 2, readyReplicas: 2 }, false],
    ["has a pod too many", { ...counts, observedGeneration: 2, replicas: 4 }, false],
    ["has an old pod", { ...counts, observedGeneration: 2, updatedReplicas: 1 }, false],
    [
      "has an old revision",
      { ...counts, ...revisions, observedGeneration: 2, currentRevision: "a" },
      false,
    ],
  ])("%s", (_, status, isDone) => {
    expect(isRolledOut(set(2, status))).toBe(isDone);
  });

  const pod = (name: string, labels: object, more: object = {}) =>
    ({ metadata: { name, labels, creationTimestamp: new Date(0), ...more } }) as never;
  const names = (pods: { metadata?: { name?: string } }[]) =>
    pods.map(({ metadata }) => metadata?.name);

  test("is about the pods of the newest template that stay", () => {
    const pods = [
      pod("old", { "controller-revision-hash": "a" }),
      pod("new", { "controller-revision-hash": "b" }),
      pod("leaving", { "controller-revision-hash": "b" }, { deletionTimestamp: new Date(1) }),
    ];
    const status = { ...revisions, observedGeneration: 2 };
    expect(names(newestPods(set(2, status), pods))).toEqual(["new"]);
    expect(newestPods(set(3, status), pods)).toEqual([]);
  });

  test("of a Deployment goes by the pod that was made last", () => {
    const pods = [
      pod("old", { "pod-template-hash": "a" }),
      pod("new", { "pod-template-hash": "b" }, { creationTimestamp: new Date(5) }),
    ];
    expect(names(newestPods(set(2, { observedGeneration: 2 }), pods))).toEqual(["new"]);
    expect(newestPods(set(2, { observedGeneration: 2 }), [])).toEqual([]);
  });
});
