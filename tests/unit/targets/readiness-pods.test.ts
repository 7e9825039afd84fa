import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { V1Deployment } from "@kubernetes/client-node";
import { refusedPods } from "../../../targets/readiness/refused-pods";
import { anyRuns, waitUntilReady } from "../../../targets/readiness/wait";
import type { WatchedPods } from "../../../targets/readiness/watched";
import { kubeconfigOf } from "../../support/kubeconfig";

// The package is an ECMAScript module, which Node.js loads where Jest's own loader does not.
jest.mock("@kubernetes/client-node", (): object => {
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(__filename)("@kubernetes/client-node") as object;
});

const set = (readyReplicas: number) => ({
  metadata: { name: "web", generation: 1 },
  spec: { replicas: 1, selector: { matchLabels: { app: "web" } } },
  status: {
    ...{ observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas },
    ...{ currentRevision: "a", updateRevision: "a" },
  },
});
const crashed = {
  metadata: { name: "web-0", labels: { "controller-revision-hash": "a" } },
  status: {
    phase: "Running",
    containerStatuses: [
      {
        ...{ name: "web", ready: false, restartCount: 2, image: "", imageID: "" },
        state: { waiting: { reason: "CrashLoopBackOff" } },
        lastState: {
          terminated: {
            ...{ exitCode: 137, reason: "OOMKilled" },
            ...{ startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:02Z" },
          },
        },
      },
    ],
  },
};

const podThat = (state: object) => ({
  metadata: { name: "web-0", labels: { "controller-revision-hash": "a" } },
  status: {
    containerStatuses: [
      { name: "web", ready: true, restartCount: 0, image: "", imageID: "", state },
    ],
  },
});

type Answers = Readonly<Record<string, object | string | number>>;

/** Waits for a StatefulSet of an API server that gives these answers. */
async function wait(answers: Answers): Promise<void> {
  const signal = new AbortController().signal;
  await onServer(answers, (watched) => waitUntilReady(watched, 1, signal));
}

/** Uses an API server that gives these answers, by the last part of the path; a number is a status. */
async function onServer<Result>(
  answers: Answers,
  use: (watched: WatchedPods) => Promise<Result>,
): Promise<Result> {
  const server = createServer(({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://here");
    const answer = answers[pathname.split("/").at(-1) ?? ""] ?? 404;
    const status = typeof answer === "number" ? answer : 200;
    const type = typeof answer === "string" ? "text/plain" : "application/json";
    response.writeHead(status, { "content-type": type });
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const kubeconfig = kubeconfigOf(
    `http://127.0.0.1:${port}`,
    { token: "t" },
    { "insecure-skip-tls-verify": true },
  );
  const where = { via: "kubernetes", namespace: "lab", context: "", restartSeconds: 0 } as const;
  const watched = { ...where, kubeconfig, kind: "StatefulSet", name: "web" } as const;
  try {
    return await use(watched);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a pod that keeps ending is told with its exit code, its reason and its log", async () => {
  const answers = { web: set(0), pods: { items: [crashed] }, log: "going\nout of memory\n" };
  await expect(wait(answers)).rejects.toThrow(
    "Pod web-0 ended with exit code 137 (OOMKilled), 3 times so far, and will not become ready by itself. " +
      "Its log ends with:\n    going\n    out of memory\nIt is left as it is.",
  );
});

test("a log that may not be read is no reason to wait on", async () => {
  const answers = { web: set(0), pods: { items: [crashed] }, log: 403 };
  await expect(wait(answers)).rejects.toThrow(/3 times so far.* Its log cannot be read \(/s);
});

test("where pods may not be listed, their controller says whether they are ready", async () => {
  await wait({ web: set(1), pods: 403 });
  await expect(wait({ web: set(0), pods: 403 })).rejects.toThrow(
    "Not ready after 1 s: the change is not rolled out.",
  );
});

test("what cannot be looked at is told when the time is up", async () => {
  await expect(wait({ web: 500 })).rejects.toThrow(
    /^Not ready after 1 s: the state of StatefulSet web cannot be read \(/,
  );
});

test.each<[string, Answers, boolean]>([
  ["a pod that is up", { web: set(1), pods: { items: [podThat({ running: {} })] } }, true],
  ["a pod that keeps ending", { web: set(0), pods: { items: [crashed] } }, false],
  ["no controller", {}, false],
  ["pods that may not be listed", { web: set(1), pods: 403 }, true],
  ["an API server in trouble", { web: 500 }, true],
])("whether pods may run is told from %s", async (_, answers, runs) => {
  expect(await onServer(answers, anyRuns)).toBe(runs);
});

describe("a pod that the cluster refuses", () => {
  const quota = "create Pod web-0 in StatefulSet web failed: exceeded quota: cpu";
  const event = (message: string, lastTimestamp: string) => ({
    ...{ metadata: {}, involvedObject: {} },
    ...{ message, lastTimestamp },
  });
  const events = {
    items: [event("older", "2026-01-01T00:00:00Z"), event(quota, "2026-01-01T00:00:05Z")],
  };

  test("is told with the reason of its controller's last event", async () => {
    await expect(wait({ web: set(0), pods: { items: [] }, events })).rejects.toThrow(
      `Not ready after 1 s: a pod of StatefulSet web is refused by the cluster (${quota}).`,
    );
  });

  test("is not looked for while another one makes way, or where pods cannot be listed", async () => {
    const stopping = {
      metadata: { name: "web-0", deletionTimestamp: "2026-01-01T00:00:00Z" },
      status: {},
    };
    for (const pods of [{ items: [stopping] }, 403]) {
      await expect(wait({ web: set(0), pods, events })).rejects.toThrow(
        "Not ready after 1 s: the change is not rolled out.",
      );
    }
  });

  test("is told without a reason where events may not be read", async () => {
    await expect(wait({ web: set(0), pods: { items: [] }, events: 403 })).rejects.toThrow(
      "Not ready after 1 s: the change is not rolled out.",
    );
  });

  test("of a Deployment is told by the Deployment itself", async () => {
    const conditions = [{ type: "ReplicaFailure", status: "True", message: "no PriorityClass" }];
    const controller = { metadata: { name: "web" }, status: { conditions } } as V1Deployment;
    const none = () => Promise.reject(new Error("events are not needed"));
    expect(await refusedPods("Deployment", controller, [], none)).toMatchObject([
      { name: "a pod of Deployment web", obstacle: { reason: "no PriorityClass" } },
    ]);
  });
});
