import { readyHandler } from "../../provider/handlers/ready";
import { openEngine } from "../../targets/docker/open-engine";
import { waitUntilReady } from "../../targets/readiness/wait";
import type { WatchedContainers } from "../../targets/readiness/watched";
import { docker } from "./support/command";
import { TestStack } from "./support/stack";

// A container whose engine looks at its health once an hour: ready is who says so when asked.
let stack: TestStack;
let name: string;
const signal = new AbortController().signal;
const report = { status: () => undefined, info: () => undefined, warning: () => undefined };

beforeAll(async () => {
  stack = await TestStack.create("e2e-ready", {});
  name = `${stack.prefix}web`;
  const hour = 3_600e9;
  const container = await openEngine().createContainer({
    name,
    Image: String(stack.get("zookeeperImage")),
    Entrypoint: ["sleep", "300"],
    Healthcheck: { Test: ["CMD", "test", "-e", "/tmp/ready"], Interval: hour, StartPeriod: hour },
    HostConfig: { NetworkMode: "none" },
  });
  await container.start();
});

afterAll(async () => {
  await docker("rm", "--force", "--volumes", name);
  await stack.remove();
});

function watched(container = name): WatchedContainers {
  return { via: "docker", containers: [container], restartSeconds: 0 };
}

function waitFor(onlyFor?: WatchedContainers) {
  const seconds = { createSeconds: 1, updateSeconds: 1 };
  const inputs = { watched: watched(), instances: [], ...seconds, ...(onlyFor && { onlyFor }) };
  return readyHandler.apply(inputs, undefined, report, signal);
}

test("a container that does not pass its own check is not ready", async () => {
  await expect(waitUntilReady(watched(), 1, signal)).rejects.toThrow(
    `Not ready after 1 s: container ${name} is starting.`,
  );
});

test("a wait for the sake of replicas is one while any of them runs", async () => {
  expect(await waitFor(watched(`${name}-that-needs-it`))).toEqual({});
  await expect(waitFor(watched())).rejects.toThrow(/^Not ready after 1 s/);
});

test("a container that passes its check is ready before the engine's next look", async () => {
  await docker("exec", name, "touch", "/tmp/ready");
  await waitUntilReady(watched(), 5, signal);
  const [status] = await docker("inspect", "--format", "{{.State.Health.Status}}", name);
  expect(status).toBe("starting");
  expect(await waitFor(watched())).toEqual({});
});
