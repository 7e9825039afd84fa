import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import Docker from "dockerode";
import { Plugin } from "./replay/plugin";
import { readRecording, recordedCases } from "./replay/recording";
import { replay, type Preparations, type ReplayResult } from "./replay/replay";

/*
 * Replays what was recorded of the official docker provider on the stand-in, on a real Docker
 * engine. The calls are those that Pulumi's engine made; that the engine itself gets on with the
 * stand-in is what docker-cli.test.ts is about. Not compared are the bridge's log lines and keys.
 */

// The cases wait more than they work, but a health check that comes late changes what happens.
const casesAtOnce = 8;

// Half a minute or more each: they go first, so that the others run meanwhile.
const longest = [
  "container-volume-removed-outside",
  "volume-label-change-in-use",
  "network-destroy-in-use",
  "volume-destroy-in-use",
  "broker-real",
  "daemon-unreachable",
  "container-destroy",
];

const preparations: Readonly<Record<string, Preparations>> = {
  // Recorded while another process listened on the port, which let go of it for the last `up`.
  "container-port-in-use-process": {
    0: async () => {
      portHolder.listen(firstPort + 9, "127.0.0.1");
      await once(portHolder, "listening");
    },
    3: () => portHolder.close(),
  },
  // The recorded refresh came after the container had ended.
  "oneshot-noattach-exit0": { 2: () => sleep(2000) },
  "oneshot-noattach-exit3": { 2: () => sleep(2000) },
};

/** What differs from the recording, and why that is meant or cannot be helped. */
const expectedDifferences: Readonly<Record<string, readonly RegExp[]>> = {
  // The stand-in refuses a property that it does not know; the official provider drops it.
  "check-failures": [/^steps\[3\] preview/],
  // A container that restarts over and over is up or down at the moment of the look.
  "container-crash-loop": [/networkDatas/, /containers\[0\]\.state/],
  // Docker reads the two streams of a container side by side.
  "oneshot-exit0": [/containerLogs: recorded "out\\nerr\\n", now "err\\nout\\n"/],
  "oneshot-exit3": [/containerLogs: recorded "out\\nerr\\n", now "err\\nout\\n"/],
};

const cases = recordedCases();
const runDigits = String(process.pid).padStart(5, "0");
// Below the ports that the system gives out by itself; as many ports a run as the recordings use.
const firstPort = 20_000 + (process.pid % 50) * 210;
const results = new Map<string, Promise<ReplayResult>>();
let plugin: Plugin;
const portHolder = createServer();

beforeAll(async () => {
  plugin = await Plugin.start();
  expect(await plugin.configure({})).toBeNull();
  const image = await new Docker().getImage("kafka-lab/kafka:7.5.0").inspect();
  startReplays(image.Config.Labels ?? {});
});

afterAll(async () => {
  await Promise.allSettled(results.values());
  plugin.stop();
  portHolder.close();
});

test.each(cases)("%s", async (name) => {
  const { differences } = await resultOf(name);
  const expected = expectedDifferences[name] ?? [];
  const unexpected = differences.filter((text) => !expected.some((form) => form.test(text)));
  expect(unexpected).toEqual([]);
});

test("a property that the stand-in does not know is refused by name", async () => {
  const { differences } = await resultOf("check-failures");
  expect(differences.join("\n")).toContain("steps[3] preview: recorded ok true, now false");
});

test("a wait for health takes the whole of waitTimeout, even if the container has ended", async () => {
  for (const name of ["container-unhealthy", "container-exits-wait"]) {
    const { durations } = await resultOf(name);
    const longestCreate = longestCall(durations, "Create");
    expect(longestCreate).toBeGreaterThanOrEqual(5);
    expect(longestCreate).toBeLessThan(15);
  }
});

test("a removal is given up after 30 seconds", async () => {
  for (const name of ["network-destroy-in-use", "volume-destroy-in-use"]) {
    const { durations } = await resultOf(name);
    expect(longestCall(durations, "Delete")).toBeGreaterThanOrEqual(29);
  }
});

test("a container is given destroyGraceSeconds to end, and is killed at once without", async () => {
  const { durations } = await resultOf("container-destroy");
  const [graceful, ...others] = durations.filter(({ call }) => call === "Delete");
  expect(graceful?.seconds).toBeGreaterThanOrEqual(3);
  const [withStopTimeout, withNeither] = others;
  expect(withStopTimeout?.seconds).toBeLessThan(2);
  expect(withNeither?.seconds).toBeLessThan(2);
});

function startReplays(imageLabels: Readonly<Record<string, string>>): void {
  const queue = [...longest, ...cases.filter((name) => !longest.includes(name))];
  const finish = new Map<string, (result: Promise<ReplayResult>) => void>();
  for (const name of queue) {
    results.set(name, new Promise((resolve) => finish.set(name, resolve)));
  }
  const work = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const prefix = `rec${runDigits}x${cases.indexOf(name)}`;
      const recording = readRecording(name, { prefix, firstPort, imageLabels });
      const result = replay(recording, plugin, prefix, preparations[name]);
      finish.get(name)?.(result);
      await result.catch(() => undefined);
    }
  };
  for (let worker = 0; worker < casesAtOnce; worker++) void work();
}

function resultOf(name: string): Promise<ReplayResult> {
  return results.get(name) ?? Promise.reject(new Error(`no case ${name}`));
}

function longestCall(durations: ReplayResult["durations"], call: string): number {
  return Math.max(...durations.filter((made) => made.call === call).map(({ seconds }) => seconds));
}
