import { unreadyContainers } from "../../../offline/stand-ins/kubernetes/readiness/pods";
import type { Properties } from "../../../provider/sdk/value";
import { compareOutcome } from "./comparison";
import { readRecording } from "./recording";

const recording = readRecording("sts-image-pull", "replay-");
/** The StatefulSets of two recorded commands that fail, and what was recorded. */
const recorded = {
  "sts-b": recording.steps[1]!.actions[0]!,
  "sts-c": recording.steps[2]!.actions[0]!,
};

const terminated = { exitCode: 1, reason: "Error", finishedAt: "2026-11-28T18:12:12Z" };
const registry = "registry.example";
const noHost =
  `failed to pull and unpack image "${registry}/nosuch/image:1": failed to resolve reference ` +
  `"${registry}/nosuch/image:1": failed to do request: Head "https://${registry}/v2/nosuch/image/manifests/1": ` +
  `dial tcp: lookup ${registry} on 10.0.0.1:53: no such host`;

const states = {
  crashed: { terminated },
  "waiting 10 s after a crash": {
    waiting: {
      reason: "CrashLoopBackOff",
      message: "back-off 10s restarting failed container=main pod=kafka-c-0_replay-img(5d0e29d4-1)",
    },
  },
  "crashed with another code": { terminated: { ...terminated, exitCode: 2 } },
  "not pulled": { waiting: { reason: "ErrImagePull", message: noHost } },
  "waiting for a pull": {
    waiting: {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "nosuch/image:1": ErrImagePull: ${noHost}`,
    },
  },
  "running without being ready": { running: {} },
};

/** What the stand-in says, if the pod's only container stays in a state. */
function said(pod: string, name: string, state: Properties, lastState: Properties): string[] {
  const message = "containers with unready status: [main]";
  const [problem = ""] = unreadyContainers({
    metadata: { name: pod, namespace: "replay-img" },
    status: {
      conditions: [{ type: "Ready", reason: "ContainersNotReady", message }],
      containerStatuses: [{ name: "main", state, lastState }],
    },
  });
  const urn = `urn:pulumi:dev::sts-image-pull::kubernetes:apps/v1:StatefulSet::${name}`;
  return [
    problem,
    `3 errors occurred:\n\t* resource "${urn}" was successfully created, but the Kubernetes API server reported ` +
      `that it failed to fully initialize or become live: '${pod.replace(/-0$/, "")}' timed out waiting to be Ready` +
      `\n\t* 0 out of 1 replicas succeeded readiness checks\n\t* ${problem}`,
  ];
}

test.each<[keyof typeof states, keyof typeof recorded, boolean]>([
  ["crashed", "sts-c", true],
  ["waiting 10 s after a crash", "sts-c", true],
  ["crashed with another code", "sts-c", false],
  ["running without being ready", "sts-c", false],
  ["not pulled", "sts-c", false],
  ["not pulled", "sts-b", true],
  ["waiting for a pull", "sts-b", true],
  ["crashed", "sts-b", false],
])("a container that is %s at the deadline is what was recorded of %s: %s", (state, on, is) => {
  const pod = `${on.replace("sts", "kafka")}-0`;
  const texts = said(pod, on, states[state], on === "sts-c" ? { terminated } : {});
  const action = recorded[on];
  const differences = compareOutcome(action, {
    ...{ exitCode: 1, changes: action.changes ?? {}, steps: action.events ?? [] },
    diagnostics: [
      ...texts.map((text) => ({ on, severity: "error", text })),
      { on: "", severity: "error", text: "error: update failed" },
    ],
  });
  expect(differences.length === 0).toBe(is);
});

test("how many resources a failed command left as they were is not compared, and that of others is", () => {
  const outcome = { changes: { same: 2 }, steps: [], diagnostics: [] };
  const action = { action: "pulumi preview", changes: { same: 3 } };
  expect(compareOutcome({ ...action, exitCode: 1 }, { ...outcome, exitCode: 1 })).toEqual([]);
  expect(compareOutcome(action, { ...outcome, exitCode: 0 })).toHaveLength(1);
  const deleted = { ...outcome, exitCode: 1, changes: { same: 3, delete: 1 } };
  expect(compareOutcome({ ...action, exitCode: 1 }, deleted)).toHaveLength(1);
});
